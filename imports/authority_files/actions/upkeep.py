"""What the sweeper does for files of authorities: notify workers again, and delete what nobody needs any longer."""

from datetime import datetime, timedelta

from imports.authority_files.events import file_waiting
from imports.authority_files.models import AuthorityFile, StagedAuthority
from workers.untouched import take_untouched

State = AuthorityFile.State
DISCARD_AFTER = timedelta(days=90)  # a file that nobody finished
FORGET_AFTER = timedelta(days=365)  # an imported one; its change set can be undone until then


def notify_waiting(now: datetime) -> None:
    """Notify workers of files that no worker has touched for a while."""
    for key in take_untouched(AuthorityFile.objects.filter(state=State.LOADING), now):
        file_waiting.send(None, file=key)


def delete_old(now: datetime) -> None:
    """Delete abandoned files, and those that were imported long ago, with their entries."""
    abandoned = AuthorityFile.objects.filter(
        state__in=(State.REVIEW, State.REFUSED), touched_at__lt=now - DISCARD_AFTER
    )
    imported = AuthorityFile.objects.filter(state=State.STARTED, touched_at__lt=now - FORGET_AFTER)
    for files in (abandoned, imported):
        old = list(files.values_list("pk", flat=True)[:10])
        StagedAuthority.objects.filter(file__in=old).delete()
        AuthorityFile.objects.filter(pk__in=old).delete()

"""What the sweeper does for imported lists: notify workers again, and delete what is no longer needed."""

from datetime import datetime, timedelta

from roster.events import list_waiting
from roster.models import ListImport, ListRow
from workers.untouched import take_untouched

DISCARD_AFTER = timedelta(days=14)  # a list that nobody finished
CELLS_AFTER = timedelta(days=1)  # of an imported list; bad rows can be downloaded until then
UNDO_FOR = timedelta(days=60)


def notify_waiting(now: datetime) -> None:
    """Notify workers of imports that no worker has touched for a while."""
    for key in take_untouched(ListImport.objects.filter(state__in=ListImport.WORKING), now):
        list_waiting.send(None, list_import=key)


def delete_old(now: datetime) -> None:
    """Delete abandoned lists, the cells of imported ones, and lists that are too old to be undone."""
    states = ListImport.State
    abandoned = (states.READING, states.COMPARING, states.REVIEW, states.REFUSED)
    ListImport.objects.filter(state__in=abandoned, touched_at__lt=now - DISCARD_AFTER).exclude(
        rows__applied=True
    ).delete()
    finished = ListImport.objects.filter(finished_at__lt=now - CELLS_AFTER)
    ListRow.objects.filter(list_import__in=finished).exclude(cells=[]).update(cells=[])
    ListImport.objects.filter(finished_at__lt=now - UNDO_FOR).delete()

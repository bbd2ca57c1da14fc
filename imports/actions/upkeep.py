"""What the sweeper does for import batches: notify workers again, and delete what nobody needs any longer."""

from datetime import datetime, timedelta

from imports.authority_files.models import AuthorityFile
from imports.events import batch_waiting
from imports.models import ImportBatch, StagedRecord
from repository.store import store
from repository.store.keys import IMPORTS
from workers.untouched import take_untouched

DISCARD_AFTER = timedelta(days=90)  # a batch that nobody finished
FORGET_AFTER = timedelta(days=365)  # an imported one; its change set can be undone until then
GRACE = timedelta(days=1)  # for the bytes of a file without a row


def notify_waiting(now: datetime) -> None:
    """Notify workers of batches that no worker has touched for a while."""
    for key in take_untouched(ImportBatch.objects.filter(state=ImportBatch.State.LOADING), now):
        batch_waiting.send(None, batch=key)


def delete_old(now: datetime) -> None:
    """Delete abandoned batches, and those that were imported long ago, with their records."""
    states = ImportBatch.State
    abandoned = ImportBatch.objects.filter(
        state__in=(states.REVIEW, states.REFUSED), touched_at__lt=now - DISCARD_AFTER
    )
    imported = ImportBatch.objects.filter(state=states.STARTED, touched_at__lt=now - FORGET_AFTER)
    for batches in (abandoned, imported):
        old = list(batches.values_list("pk", flat=True)[:10])
        StagedRecord.objects.filter(batch__in=old).delete()
        ImportBatch.objects.filter(pk__in=old).delete()


def delete_files(now: datetime) -> None:
    """Delete files that are loaded or whose batch is gone, where the process died before it did so."""
    open_states = (ImportBatch.State.LOADING, ImportBatch.State.REVIEW)
    needed = set(ImportBatch.objects.filter(state__in=open_states).values_list("key", flat=True))
    needed |= set(AuthorityFile.objects.exclude(key="").values_list("key", flat=True))
    for stored in list(store().list_objects(IMPORTS)):
        if stored.modified < now - GRACE and stored.key not in needed:
            store().remove(stored.key)

"""Throws away what was sent and never became an upload: its sender went away, or a process ended in the middle."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.cache import cache

from ingest import tasks
from ingest.models import FileGroup, IncomingFile, Upload
from ingest.pipeline import scheduling, spool
from ingest.states import State
from ingest.uploads import chunked_uploads
from repository.store import intake, store
from repository.store.errors import StoreError
from workers import wakeups

logger = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(
    days=7
)  # since the last request for a file group: longer than a weekend and a broken connection
GRACE = timedelta(days=1)  # for what no row knows; longer than any request takes
UNANSWERED = timedelta(minutes=5)  # since the last part of a complete file group without a request to finish it
CLEANUP_INTERVAL = 3600  # seconds; a bucket is listed for it
FINISHED_STATES = (State.REVIEW, State.PUBLISHED, State.CANCELLED)


def complete_and_clean(now: datetime) -> None:
    """Parcels whose last request died are received; at most once an hour what was left is removed."""
    complete_stalled(now)
    if cache.add("ingest.cleanup", value=True, timeout=CLEANUP_INTERVAL):
        delete_abandoned(now)


def complete_stalled(now: datetime) -> None:
    """Parcels whose files have all arrived and that were not received: the process died in between."""
    waiting = FileGroup.objects.filter(received_at=None, touched_at__lt=now - UNANSWERED)
    for group in waiting.filter(files__isnull=False).exclude(files__key="").distinct():
        try:
            chunked_uploads.complete_stalled(group, now=now)
        except StoreError:
            logger.exception("Parcel %s waits for the store", group.uuid)


def delete_abandoned(now: datetime) -> None:
    """Delete abandoned file groups, unknown parts, files that no upload needs, and half-written objects."""
    for group in FileGroup.objects.filter(touched_at__lt=now - ABANDONED_AFTER):
        _forget(group)
    for upload_id in list(intake().unfinished(before=now - GRACE)):
        if not IncomingFile.objects.filter(intake_id=upload_id).exists():
            intake().abort(upload_id)
    wanted = set(_wanted())
    for found in store().list_objects("incoming/"):
        if found.modified < now - GRACE and found.key not in wanted:
            store().remove(found.key)
    store().remove_incomplete(before=now - GRACE)


def _forget(group: FileGroup) -> None:
    """The row first, and only if nobody has come back to it: its parts then belong to nobody."""
    files = list(group.files.all())
    gone, _ = FileGroup.objects.filter(pk=group.pk, touched_at=group.touched_at).delete()
    if gone and not group.received_at:
        for incoming in files:
            chunked_uploads.delete_stored(incoming)


def _wanted() -> Iterator[str]:
    """The keys that a sending has or will have, and those that an upload may still ask for.

    In this order: a sending that becomes an upload in between is seen twice, never not at all.
    """
    under_way = IncomingFile.objects.filter(group__received_at=None).exclude(intake_id="")
    yield from [intake().key(intake_id) for intake_id in under_way.values_list("intake_id", flat=True)]
    for key, attachments in Upload.objects.exclude(state__in=FINISHED_STATES).values_list(
        "incoming_key", "attachments"
    ):
        yield key
        yield from (companion["key"] for companion in attachments)


MAX_WAKEUPS = 50


def notify_waiting(now: datetime) -> None:
    """One sweep: for each queue as many bells as there is work that nobody does, up to what workers do at once."""
    for queue in tasks.TASK_BY_QUEUE:
        for upload in unnotified(queue, now):
            tasks.notify(upload, queue)
    spool.delete_unused()
    complete_and_clean(now)


def unnotified(queue: str, now: datetime) -> list[Upload]:
    """Uploads to ring for; one with many batches of pages stands for each of them."""
    work = list(scheduling.runnable_units(queue, now, MAX_WAKEUPS))
    return work[wakeups.pending_count(queue) :]

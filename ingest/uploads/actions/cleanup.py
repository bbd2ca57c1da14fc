"""Complete or delete what browsers left behind: connections that ended, requests whose process died.

The sweeper calls `complete_and_clean` regularly.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q

from ingest.models import FileGroup, IncomingFile, Upload
from ingest.states import State
from ingest.uploads.actions import chunked_uploads
from repository.store import intake, store
from repository.store.errors import StoreError

logger = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(days=7)  # without a request for the group: longer than a weekend without a connection
GRACE = timedelta(days=1)  # for bytes that no row names: longer than any request takes
STALLED_AFTER = timedelta(minutes=5)  # without a request for a complete group
LAST_CLEANUP = "ingest.cleanup"
CLEANUP_INTERVAL = 3600  # seconds; cleaning lists a whole bucket
FINISHED_STATES = (State.REVIEW, State.PUBLISHED, State.CANCELLED)  # the incoming bytes are no longer needed


def complete_and_clean(now: datetime) -> None:
    """Complete stalled groups; at most once per CLEANUP_INTERVAL, delete what was abandoned.

    Without a cache, which remembers the last time, nothing is deleted.
    """
    complete_stalled(now)
    if cache.add(LAST_CLEANUP, value=True, timeout=CLEANUP_INTERVAL) and cache.has_key(LAST_CLEANUP):
        delete_abandoned(now)


def complete_stalled(now: datetime) -> None:
    """Create the uploads of complete groups whose last request died before it did so."""
    stalled = FileGroup.objects.filter(received_at=None, touched_at__lt=now - STALLED_AFTER)
    for group in stalled.filter(files__isnull=False).exclude(files__key="").distinct():
        try:
            chunked_uploads.complete_stalled(group, now=now)
        except StoreError:
            logger.exception("File group %s waits for the store", group.uuid)


def delete_abandoned(now: datetime) -> None:
    """Delete abandoned groups, parts that no row names, joined files that no upload needs, half-written objects."""
    for group in FileGroup.objects.filter(touched_at__lt=now - ABANDONED_AFTER):
        _delete(group)
    for intake_id in list(intake().unfinished(before=now - GRACE)):
        if not IncomingFile.objects.filter(intake_id=intake_id).exists():
            intake().abort(intake_id)
    needed = set(_needed_keys())
    for stored in store().list_objects("incoming/"):
        if stored.modified < now - GRACE and stored.key not in needed:
            store().remove(stored.key)
    store().remove_incomplete(before=now - GRACE)


def _delete(group: FileGroup) -> None:
    """Delete the rows first, and only if no request has touched the group since: its bytes are then unused."""
    files = list(group.files.all())
    deleted, _by_model = FileGroup.objects.filter(pk=group.pk, touched_at=group.touched_at).delete()
    if deleted and not group.received_at:
        for file in files:
            chunked_uploads.delete_stored(file)


def _needed_keys() -> Iterator[str]:
    """Yield the keys that incoming files have or will have, then those that uploads still need.

    In this order an incoming file that becomes an upload in between is seen twice, never missed.
    """
    # Files of records are read by a worker after they were handed over; their group names them for ABANDONED_AFTER.
    open_groups = Q(group__received_at=None) | Q(group__purpose=FileGroup.Purpose.RECORDS)
    under_way = IncomingFile.objects.filter(open_groups).exclude(intake_id="")
    yield from [intake().key(intake_id) for intake_id in under_way.values_list("intake_id", flat=True)]
    uploads = Upload.objects.exclude(state__in=FINISHED_STATES)
    for key, attachments in uploads.values_list("incoming_key", "attachments"):
        yield key
        yield from (attachment["key"] for attachment in attachments)

"""Throws away what was sent and never became an upload: its sender went away, or a process ended in the middle."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.cache import cache

from ingest import arrivals
from ingest.models import Parcel, Sending, Upload
from ingest.states import State
from repository.store import intake, store
from repository.store.errors import StoreError

logger = logging.getLogger(__name__)

ABANDONED = timedelta(days=7)  # since something of a parcel was last asked for: a weekend and a repaired line fit in
GRACE = timedelta(days=1)  # for what no row knows; longer than any request takes
UNANSWERED = timedelta(minutes=5)  # a parcel that is all there, and nobody asked for more
SELDOM = 3600  # seconds; a bucket is listed for it
DONE_WITH = (State.REVIEW, State.PUBLISHED, State.CANCELLED)


def sweep(now: datetime) -> None:
    """Parcels whose last request died are received; at most once an hour what was left is removed."""
    receive(now)
    if cache.add("ingest.leftovers", value=True, timeout=SELDOM):
        remove(now)


def receive(now: datetime) -> None:
    """Parcels whose files have all arrived and that were not received: the process died in between."""
    waiting = Parcel.objects.filter(received_at=None, touched_at__lt=now - UNANSWERED)
    for parcel in waiting.filter(sendings__isnull=False).exclude(sendings__key="").distinct():
        try:
            arrivals.hand_over_forgotten(parcel, now=now)
        except StoreError:
            logger.exception("Parcel %s waits for the store", parcel.uuid)


def remove(now: datetime) -> None:
    """Abandoned parcels, parts that no row knows, whole files that no upload waits for, half-written objects."""
    for parcel in Parcel.objects.filter(touched_at__lt=now - ABANDONED):
        _forget(parcel)
    for upload_id in list(intake().unfinished(before=now - GRACE)):
        if not Sending.objects.filter(intake_id=upload_id).exists():
            intake().abort(upload_id)
    wanted = set(_wanted())
    for found in store().walk("incoming/"):
        if found.modified < now - GRACE and found.key not in wanted:
            store().remove(found.key)
    store().tidy(before=now - GRACE)


def _forget(parcel: Parcel) -> None:
    """The row first, and only if nobody has come back to it: its parts then belong to nobody."""
    sendings = list(parcel.sendings.all())
    gone, _ = Parcel.objects.filter(pk=parcel.pk, touched_at=parcel.touched_at).delete()
    if gone and not parcel.received_at:
        for sending in sendings:
            arrivals.forget(sending)


def _wanted() -> Iterator[str]:
    """The keys that an upload may still ask for, and those that a sending has or will have."""
    for key, companions in Upload.objects.exclude(state__in=DONE_WITH).values_list("incoming_key", "companions"):
        yield key
        yield from (companion["key"] for companion in companions)
    for intake_id in (
        Sending.objects.filter(parcel__received_at=None).exclude(intake_id="").values_list("intake_id", flat=True)
    ):
        yield intake().key(intake_id)

"""Throws away what was sent and never became an upload: its sender was cut off before she was told that it arrived."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.cache import cache

from ingest.models import Upload
from ingest.states import State
from repository.store import intake, store

GRACE = timedelta(days=1)  # longer than any browser keeps sending
SELDOM = 3600  # seconds; a bucket is listed for it
DONE_WITH = (State.REVIEW, State.PUBLISHED, State.CANCELLED)


def sweep(now: datetime) -> None:
    """At most once an hour: parts that were never joined, and whole files that no upload waits for."""
    if cache.add("ingest.leftovers", value=True, timeout=SELDOM):
        remove(now)


def remove(now: datetime) -> None:
    """Remove them."""
    for upload_id in intake().unfinished(before=now - GRACE):
        intake().abort(upload_id)
    wanted = set(_wanted())
    for found in store().walk("incoming/"):
        if found.modified < now - GRACE and found.key not in wanted:
            store().remove(found.key)


def _wanted() -> Iterator[str]:
    """The keys that an upload may still ask for."""
    for key, companions in Upload.objects.exclude(state__in=DONE_WITH).values_list("incoming_key", "companions"):
        yield key
        yield from (companion["key"] for companion in companions)

"""Reads of work: which leases are available, which uploads and page batches are runnable.

Workers act for the whole installation, so no function here takes a viewer. What a person may see of uploads is in
ingest/uploads/queries.py.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from ingest.models import Lease, PageBatch, Upload, UploadStep
from ingest.states import UNFINISHED, UploadQueue

BATCH_LIMIT = 20  # runnable batches read at once, for one upload


def lease_duration() -> timedelta:
    """Return the time that a lease lasts without renewal."""
    return timedelta(seconds=settings.LEASE_SECONDS)


def available(now: datetime) -> Q:
    """Return the condition for work that a worker may acquire: it is waiting, or its lease has expired."""
    return Q(status=Lease.Status.WAITING) | Q(status=Lease.Status.RUNNING) & _expired(now)


def available_after_backoff(now: datetime) -> Q:
    """Return the condition for available work whose last attempt did not fail within the retry delay."""
    waiting = Q(status=Lease.Status.WAITING) & (Q(leased_until=None) | _expired(now))
    return waiting | Q(status=Lease.Status.RUNNING) & _expired(now)


def runnable(queue: str, now: datetime) -> QuerySet[Upload]:
    """Return the uploads of a queue with a page batch, or else a next step, that no worker holds."""
    batches = PageBatch.objects.filter(upload=OuterRef("pk")).exclude(status=Lease.Status.DONE)
    steps = UploadStep.objects.filter(upload=OuterRef("pk")).exclude(status=Lease.Status.DONE)
    next_step = ~Exists(steps.exclude(available_after_backoff(now)))
    work = (
        Exists(batches.filter(available_after_backoff(now))) | ~Exists(batches) & next_step
        if queue == UploadQueue.PAGES
        else next_step
    )
    return Upload.objects.filter(work, queue=queue, state__in=UNFINISHED).select_related("school")


def runnable_units(queue: str, now: datetime, limit: int) -> list[Upload]:
    """Return the runnable units of a queue, at most `limit`: an upload appears once for each runnable page batch."""
    units: list[Upload] = []
    uploads = list(runnable(queue, now).order_by("pk")[:limit])
    for upload in uploads:
        batches = len(runnable_batches(upload, now)) if queue == UploadQueue.PAGES and len(uploads) < limit else 0
        units += [upload] * max(batches, 1)
    return units[:limit]


def runnable_batches(upload: Upload, now: datetime) -> list[PageBatch]:
    """Return up to BATCH_LIMIT page batches of the upload that no worker holds, first pages first."""
    batches = PageBatch.objects.filter(available_after_backoff(now), upload=upload).order_by("first")[:BATCH_LIMIT]
    for batch in batches:
        batch.upload = upload
    return list(batches)


def running_by_school(queue: str, now: datetime) -> Counter[int]:
    """Count the running steps and batches of a queue by the key of their school."""
    running = Q(status=Lease.Status.RUNNING, leased_until__gte=now, upload__queue=queue)
    return Counter(
        school
        for work in (UploadStep, PageBatch)
        for school in work.objects.filter(running).values_list("upload__school", flat=True)
    )


def _expired(now: datetime) -> Q:
    """Return the condition for a lease that is over.

    A lease that ends later than any lease could that begins now was made before the clock was set back; it counts as
    expired, and its holder is stopped by the fencing token.
    """
    return Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * lease_duration())

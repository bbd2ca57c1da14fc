"""Whose turn it is: of the schools with waiting work, the one with least in work, then the one served longest ago.

A bell says only that there is work. Whoever answers it takes what is fair to take now, so that ten thousand bells of
one school are ten thousand chances for all. The choice costs the same however many books of a school wait.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import School
from ingest.models import Lease, PageBatch, SchoolTurn, Upload, UploadStep
from ingest.pipeline import leases
from ingest.states import State

PAGES = "pages"
WAITING_STATES = (State.RECEIVED, State.WORKING)


def next_uploads(queue: str, now: datetime) -> Iterator[Upload]:
    """For each school with work that is free, the upload that it has waited for longest; first whose turn it is."""
    for school in _schools(queue, now):
        found = runnable(queue, now).filter(school=school).order_by("pk").first()
        if found is not None:
            yield found


def runnable(queue: str, now: datetime) -> QuerySet[Upload]:
    """The uploads of a queue with something to do that nobody does: a batch of pages, or else the next step."""
    batches = PageBatch.objects.filter(upload=OuterRef("pk")).exclude(status=Lease.Status.DONE)
    undone = UploadStep.objects.filter(upload=OuterRef("pk")).exclude(status=Lease.Status.DONE)
    next_step = ~Exists(undone.exclude(leases.available_after_backoff(now)))
    free = (
        Exists(batches.filter(leases.available_after_backoff(now))) | ~Exists(batches) & next_step
        if queue == PAGES
        else next_step
    )
    return Upload.objects.filter(free, queue=queue, state__in=WAITING_STATES).select_related("school")


def runnable_units(queue: str, now: datetime, most: int) -> list[Upload]:
    """What is free, as uploads: one that has several free batches of pages stands there for each."""
    found: list[Upload] = []
    uploads = list(runnable(queue, now).order_by("pk")[:most])
    for upload in uploads:
        batches = len(runnable_batches(upload, now)) if queue == PAGES and len(uploads) < most else 0
        found += [upload] * max(batches, 1)
    return found[:most]


def runnable_batches(upload: Upload, now: datetime) -> list[PageBatch]:
    """The batches of pages that are free now, first pages first."""
    found = PageBatch.objects.filter(leases.available_after_backoff(now), upload=upload).order_by("first")[:20]
    for batch in found:
        batch.upload = upload
    return list(found)


def record_turn(upload: Upload, queue: str, now: datetime) -> None:
    """The school had its turn."""
    SchoolTurn.objects.update_or_create(school_id=upload.school_id, queue=queue, defaults={"at": now})


def assign_queue(upload: Upload, queue: str) -> None:
    """From now on the workers of this queue go on with it."""
    Upload.objects.filter(pk=upload.pk).exclude(queue=queue).update(queue=queue)


def update_page_count(upload: Upload) -> None:
    """How many pages are done; after the last batch the upload goes on. In the transaction that ends a batch."""
    locked = Upload.objects.select_for_update(of=("self",))  # one batch after the other; its draft is only read
    row = locked.select_related("resource").get(pk=upload.pk)
    row.pages_done = row.resource.pages.count() if row.resource else 0
    if not row.batches.exclude(status=Lease.Status.DONE).exists():
        row.queue = "default"
    row.save(update_fields=["pages_done", "queue"])


def _schools(queue: str, now: datetime) -> list[int]:
    waiting = Upload.objects.filter(school=OuterRef("pk"), queue=queue, state__in=WAITING_STATES)
    last = SchoolTurn.objects.filter(school=OuterRef("pk"), queue=queue).values("at")
    found = School.objects.filter(Exists(waiting)).annotate(last=Subquery(last))
    schools = list(found.order_by(F("last").asc(nulls_first=True), "pk").values_list("pk", flat=True))
    busy = _in_work(queue, now)
    return sorted(schools, key=lambda school: busy[school])  # of equals the order stays


def _in_work(queue: str, now: datetime) -> Counter[int]:
    """How many workers of the queue each school has at this moment."""
    running = Q(status=Lease.Status.RUNNING, leased_until__gte=now, upload__queue=queue)
    return Counter(
        school
        for work in (UploadStep, PageBatch)
        for school in work.objects.filter(running).values_list("upload__school", flat=True)
    )

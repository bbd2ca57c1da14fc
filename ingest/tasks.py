"""The doorbell: who answers a bell does one piece of work, of the school whose turn it is.

What is to be done stands in our own rows. A bell carries what it was rung for, but that is for those who read the
queue; see turns.py.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from ingest.models import PageBatch, Upload
from ingest.pipeline import leases, scheduling
from ingest.pipeline.batches import process_batch
from ingest.pipeline.pipeline import BUSY, NextWork, advance
from workers import fault_injection, shutdown, wakeups


@task(queue_name="default", backend=wakeups.TASK_BACKEND)
def advance_upload(upload: int) -> None:
    """Take an upload further."""
    run_next("default")


@task(queue_name="pages", backend=wakeups.TASK_BACKEND)
def process_pages(upload: int) -> None:
    """Read a batch of pages, or take an upload further on the workers of pages."""
    run_next("pages")


@task(queue_name="media", backend=wakeups.TASK_BACKEND)
def process_media(upload: int) -> None:
    """Take an upload further on the workers of media."""
    run_next("media")


@task(queue_name="pages", backend=wakeups.TASK_BACKEND)
def read_batch(batch: int) -> None:
    """The same as go_on_with_pages, rung for a batch."""
    run_next("pages")


TASK_BY_QUEUE = {"default": advance_upload, "pages": process_pages, "media": process_media}


def run_next(queue: str) -> Upload | None:
    """Do one piece of work of the queue, fairly chosen; tells for which upload. Nothing to do: back in a moment."""
    now = timezone.now()
    with shutdown.handling_signals():
        for upload in scheduling.next_uploads(queue, now):
            try:
                done = _read_pages(upload) or _took_on(upload, queue)
            except shutdown.ShutdownRequested:
                notify(upload, queue)  # this bell is spent, and others may go on at once
                return None
            if done:
                return upload
    return None


def notify(upload: Upload, queue: str = "default") -> None:
    """Ask the workers of a queue to look, once what is being written is committed."""
    transaction.on_commit(partial(_ring, upload, TASK_BY_QUEUE[queue]))


def notify_batch(batch: PageBatch) -> None:
    """Ask the workers of pages to look."""
    transaction.on_commit(partial(_ring, batch, read_batch))


def _ring(work: Upload | PageBatch, task: Task) -> None:
    """Enqueue, then note when: a bell that was lost in between is rung again by the sweeper."""
    fault_injection.point("wakeup.before")
    accepted = wakeups.notify(task, work.pk)
    fault_injection.point("wakeup.sent")
    if accepted:
        type(work).objects.filter(pk=work.pk).update(notified_at=timezone.now())


def _read_pages(upload: Upload) -> bool:
    """One batch; the last one of an upload rings for its next step. Tells whether there was one to take."""
    if upload.queue != scheduling.PAGES:
        return False
    now = timezone.now()
    for batch in scheduling.runnable_batches(upload, now):
        if leases.acquire(batch):
            scheduling.record_turn(upload, scheduling.PAGES, now)
            if process_batch(batch):
                notify(upload)
            return True
    return False


def _took_on(upload: Upload, queue: str) -> bool:
    scheduling.record_turn(upload, queue, timezone.now())
    following = advance(upload, queue)
    if following is BUSY:
        return False
    _ring_for(upload, following)
    return True


def _ring_for(upload: Upload, following: NextWork) -> None:
    for batch in following.batches:
        notify_batch(batch)
    if following.queue:
        notify(upload, following.queue)

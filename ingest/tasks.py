"""The doorbell: who answers a bell does one piece of work, of the school whose turn it is.

What is to be done stands in our own rows. A bell carries what it was rung for, but that is for those who read the
queue; see turns.py.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from ingest import leases, turns
from ingest.batches import read_taken
from ingest.models import PageBatch, Upload
from ingest.pipeline import BUSY, Following, work_on
from repository import fault
from workshop import bells, stopping


@task(queue_name="default", backend=bells.WORKERS)
def go_on(upload: int) -> None:
    """Take an upload further."""
    answer("default")


@task(queue_name="pages", backend=bells.WORKERS)
def go_on_with_pages(upload: int) -> None:
    """Read a batch of pages, or take an upload further on the workers of pages."""
    answer("pages")


@task(queue_name="media", backend=bells.WORKERS)
def go_on_with_media(upload: int) -> None:
    """Take an upload further on the workers of media."""
    answer("media")


@task(queue_name="pages", backend=bells.WORKERS)
def read_batch(batch: int) -> None:
    """The same as go_on_with_pages, rung for a batch."""
    answer("pages")


BELLS = {"default": go_on, "pages": go_on_with_pages, "media": go_on_with_media}


def answer(queue: str) -> Upload | None:
    """Do one piece of work of the queue, fairly chosen; tells for which upload. Nothing to do: back in a moment."""
    now = timezone.now()
    with stopping.heeded():
        for upload in turns.choices(queue, now):
            try:
                done = _read_pages(upload) or _took_on(upload, queue)
            except stopping.Stopped:
                ring(upload, queue)  # this bell is spent, and others may go on at once
                return None
            if done:
                return upload
    return None


def ring(upload: Upload, queue: str = "default") -> None:
    """Ask the workers of a queue to look, once what is being written is committed."""
    transaction.on_commit(partial(_ring, upload, BELLS[queue]))


def ring_batch(batch: PageBatch) -> None:
    """Ask the workers of pages to look."""
    transaction.on_commit(partial(_ring, batch, read_batch))


def _ring(work: Upload | PageBatch, bell: Task) -> None:
    """Enqueue, then note when: a bell that was lost in between is rung again by the sweeper."""
    fault.point("bell.before")
    heard = bells.ring(bell, work.pk)
    fault.point("bell.rung")
    if heard:
        type(work).objects.filter(pk=work.pk).update(rung_at=timezone.now())


def _read_pages(upload: Upload) -> bool:
    """One batch; the last one of an upload rings for its next step. Tells whether there was one to take."""
    if upload.queue != turns.PAGES:
        return False
    now = timezone.now()
    for batch in turns.batches_of(upload, now):
        if leases.take(batch):
            turns.served(upload, turns.PAGES, now)
            if read_taken(batch):
                ring(upload)
            return True
    return False


def _took_on(upload: Upload, queue: str) -> bool:
    turns.served(upload, queue, timezone.now())
    following = work_on(upload, queue)
    if following is BUSY:
        return False
    _ring_for(upload, following)
    return True


def _ring_for(upload: Upload, following: Following) -> None:
    for batch in following.batches:
        ring_batch(batch)
    if following.queue:
        ring(upload, following.queue)

"""The doorbell: each task is one line that calls one action; what is to be done stands in our own rows."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from ingest.batches import work_on_batch
from ingest.models import PageBatch, Upload
from ingest.pipeline import work_on
from repository import fault


@task(queue_name="default")
def go_on(upload: int) -> None:
    """Take an upload further."""
    _go_on(upload, "default")


@task(queue_name="pages")
def go_on_with_pages(upload: int) -> None:
    """Take an upload further on the workers of pages."""
    _go_on(upload, "pages")


@task(queue_name="media")
def go_on_with_media(upload: int) -> None:
    """Take an upload further on the workers of media."""
    _go_on(upload, "media")


@task(queue_name="pages")
def read_batch(batch: int) -> None:
    """Read one batch of pages; the last one of an upload rings for its next step."""
    found = PageBatch.objects.select_related("upload__school").filter(pk=batch).first()
    if found is not None and work_on_batch(found):
        ring(found.upload)


BELLS = {"default": go_on, "pages": go_on_with_pages, "media": go_on_with_media}


def ring(upload: Upload, queue: str = "default") -> None:
    """Ask the workers of a queue to look at the upload, once what is being written is committed."""
    transaction.on_commit(partial(_ring, upload, BELLS[queue]))


def ring_batch(batch: PageBatch) -> None:
    """Ask the workers of pages to look at the batch."""
    transaction.on_commit(partial(_ring, batch, read_batch))


def _ring(work: Upload | PageBatch, bell: Task) -> None:
    """Enqueue, then note when: a bell that was lost in between is rung again by the sweeper."""
    fault.point("bell.before")
    bell.enqueue(work.pk)
    fault.point("bell.rung")
    type(work).objects.filter(pk=work.pk).update(rung_at=timezone.now())


def _go_on(upload: int, queue: str) -> None:
    found = Upload.objects.select_related("school").filter(pk=upload).first()
    if found is None:
        return
    following = work_on(found, queue)
    for batch in following.batches:
        ring_batch(batch)
    if following.queue:
        ring(found, following.queue)

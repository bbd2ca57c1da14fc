"""The tasks of digitisation, and the wake-ups that enqueue them.

A task carries the key of an upload only for people who read the queue; `pipeline/runner.py` chooses the work.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

from ingest.models import PageBatch, Upload
from ingest.pipeline import runner, scheduling
from ingest.pipeline.actions import schedule
from ingest.states import Queue
from workers import fault_injection, wakeups


@task(queue_name=Queue.DEFAULT.value, backend=wakeups.TASK_BACKEND)
def advance_upload(upload: int) -> None:
    """Run the next work of the default queue."""
    runner.run_next(Queue.DEFAULT, notify)


@task(queue_name=Queue.PAGES.value, backend=wakeups.TASK_BACKEND)
def process_pages(upload: int) -> None:
    """Run the next work of the queue of pages."""
    runner.run_next(Queue.PAGES, notify)


@task(queue_name=Queue.MEDIA.value, backend=wakeups.TASK_BACKEND)
def process_media(upload: int) -> None:
    """Run the next work of the queue of media."""
    runner.run_next(Queue.MEDIA, notify)


TASK_BY_QUEUE: dict[str, Task] = {
    Queue.DEFAULT.value: advance_upload,
    Queue.PAGES.value: process_pages,
    Queue.MEDIA.value: process_media,
}


def notify(work: Upload | PageBatch, queue: str = Queue.DEFAULT) -> None:
    """Wake the workers of the queue once the current transaction is committed."""
    transaction.on_commit(partial(_enqueue, work, TASK_BY_QUEUE[queue]))


def notify_waiting(now: datetime) -> None:
    """Send the wake-ups that were lost: one for each runnable unit of work that no pending wake-up covers."""
    for queue in TASK_BY_QUEUE:
        for upload in scheduling.unnotified(queue, now):
            notify(upload, queue)


def _enqueue(work: Upload | PageBatch, wakeup: Task) -> None:
    """Enqueue, then record it; the sweeper repeats a wake-up that is lost in between."""
    fault_injection.point("wakeup.before")
    enqueued = wakeups.notify(wakeup, work.upload_id if isinstance(work, PageBatch) else work.pk)
    fault_injection.point("wakeup.sent")
    if enqueued:
        schedule.record_wakeup(work)

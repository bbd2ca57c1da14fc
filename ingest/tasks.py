"""The tasks of digitisation: wake-ups of workers.

A task carries the key of an upload only for people who read the queue; pipeline/runner.py chooses the work.
"""

from django_tasks import task
from django_tasks.base import Task

from ingest.models import PageBatch, Upload
from ingest.pipeline import page_sizes, runner, small_covers
from ingest.pipeline.actions import schedule
from ingest.states import UploadQueue
from workers import fault_injection, wakeups

PAGE_SIZES, PAGE_SIZES_SECONDS = "page-sizes", 120


@task(queue_name=UploadQueue.DEFAULT.value, backend=wakeups.TASK_BACKEND)
def advance_upload(upload: int) -> None:
    """Run the next work of the default queue."""
    runner.run_next(UploadQueue.DEFAULT)


@task(queue_name=UploadQueue.PAGES.value, backend=wakeups.TASK_BACKEND)
def process_pages(upload: int) -> None:
    """Run the next work of the queue of pages."""
    runner.run_next(UploadQueue.PAGES)


@task(queue_name=UploadQueue.MEDIA.value, backend=wakeups.TASK_BACKEND)
def process_media(upload: int) -> None:
    """Run the next work of the queue of media."""
    runner.run_next(UploadQueue.MEDIA)


@task(queue_name=UploadQueue.PAGES.value, backend=wakeups.TASK_BACKEND)
def make_page_sizes() -> None:
    """Make the copies for screens of the next covers and pages, and wake a worker for those after them."""
    if any([small_covers.make_next(), page_sizes.make_next()]):
        wakeups.reset_debounce(PAGE_SIZES)
        enqueue_page_sizes()


TASK_BY_QUEUE: dict[str, Task] = {
    UploadQueue.DEFAULT.value: advance_upload,
    UploadQueue.PAGES.value: process_pages,
    UploadQueue.MEDIA.value: process_media,
}


def enqueue_page_sizes() -> None:
    """Wake one worker for images without copies; one that is lost is sent again after PAGE_SIZES_SECONDS."""
    wakeups.notify_once(make_page_sizes, PAGE_SIZES, seconds=PAGE_SIZES_SECONDS)


def enqueue(work: Upload | PageBatch, queue: str) -> None:
    """Enqueue a wake-up, then record it; the sweeper repeats one that is lost in between."""
    fault_injection.point("wakeup.before")
    upload = work.upload_id if isinstance(work, PageBatch) else work.pk
    enqueued = wakeups.notify(TASK_BY_QUEUE[queue], upload)
    fault_injection.point("wakeup.sent")
    if enqueued:
        schedule.record_wakeup(work)

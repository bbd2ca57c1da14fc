"""The task of the queue `index`, and what enqueues it; rows of IndexChange hold the work (search/indexing.py)."""

from datetime import datetime

from django_tasks import task

from search import indexing
from workers import wakeups


@task(queue_name=indexing.QUEUE, backend=wakeups.TASK_BACKEND)
def index_changes() -> None:
    """Index all changes that are due."""
    indexing.run_woken(notify)


def notify() -> None:
    """Enqueue the task, unless one waits already."""
    wakeups.notify_once(index_changes, indexing.DEBOUNCE_KEY, seconds=indexing.DEBOUNCE_SECONDS)


def notify_of_due(now: datetime) -> None:
    """Enqueue the task for changes that are due, whose task was lost, and for a missing index."""
    if indexing.due(now).exists() or indexing.index_missing():
        notify()

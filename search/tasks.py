"""The task that wakes the indexer; the IndexChange rows hold the work."""

import logging

from django.utils import timezone
from django_tasks import task

from search import indexing
from search.errors import EngineUnavailable, IndexLocked
from workers import heartbeat, shutdown, wakeups

logger = logging.getLogger("search")

# Set while a task waits in the queue, so that a thousand changes make one task; expires in case the task is lost.
DEBOUNCE_KEY = "search.wakeup"
DEBOUNCE_SECONDS = 30
INDEX = "index"


@task(queue_name=INDEX, backend=wakeups.TASK_BACKEND)
def index_changes() -> None:
    """Index all changes that are due."""
    wakeups.reset_debounce(DEBOUNCE_KEY)  # before reading, so that a later change makes another task
    try:
        with shutdown.handling_signals(), heartbeat.activity(INDEX):
            indexing.index_pending(now=timezone.now())
    except shutdown.ShutdownRequested:
        notify()
    except (IndexLocked, EngineUnavailable) as error:  # the rows stay, and periodic maintenance notifies again
        logger.warning("%s", error)


def notify() -> None:
    """Enqueue the task, unless one waits already."""
    wakeups.notify_once(index_changes, DEBOUNCE_KEY, seconds=DEBOUNCE_SECONDS)

"""The doorbell of the index: the work itself stands in the IndexChange rows."""

import logging

from django.utils import timezone
from django_tasks import task

from search import indexing
from search.errors import EngineUnavailable, IndexLocked
from workers import heartbeat, shutdown, wakeups

logger = logging.getLogger("search")

# Set while a bell waits in the queue, so that a thousand changes are one task; forgotten should the task be lost.
DEBOUNCE_KEY = "search.wakeup"
DEBOUNCE_SECONDS = 30  # seconds
INDEX = "index"


@task(queue_name=INDEX, backend=wakeups.TASK_BACKEND)
def index_changes() -> None:
    """Index all that is due."""
    wakeups.reset_debounce(DEBOUNCE_KEY)  # before reading: a change that comes later rings again
    try:
        with shutdown.handling_signals(), heartbeat.activity(INDEX):
            indexing.index_pending(now=timezone.now())
    except shutdown.ShutdownRequested:
        notify()
    except (IndexLocked, EngineUnavailable) as refusal:  # nothing is lost: the rows stay, and the sweep rings again
        logger.warning("%s", refusal)


def notify() -> None:
    """See to it that the changes are indexed soon."""
    wakeups.notify_once(index_changes, DEBOUNCE_KEY, seconds=DEBOUNCE_SECONDS)

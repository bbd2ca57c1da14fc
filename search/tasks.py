"""The doorbell of the index: the work itself stands in the Dirty rows."""

import logging

from django.utils import timezone
from django_tasks import task

from search import indexing
from search.errors import EngineUnavailable, IndexTaken
from workshop import bells, presence, stopping

logger = logging.getLogger("search")

# Set while a bell waits in the queue, so that a thousand changes are one task; forgotten should the task be lost.
BELL = "search.bell"
FORGOTTEN_AFTER = 30  # seconds
INDEX = "index"


@task(queue_name=INDEX, backend=bells.WORKERS)
def index_changes() -> None:
    """Index all that is due."""
    bells.forget(BELL)  # before reading: a change that comes later rings again
    try:
        with stopping.heeded(), presence.doing(INDEX):
            indexing.work(now=timezone.now())
    except stopping.Stopped:
        ring()
    except (IndexTaken, EngineUnavailable) as refusal:  # nothing is lost: the rows stay, and the sweep rings again
        logger.warning("%s", refusal)


def ring() -> None:
    """See to it that the changes are indexed soon."""
    bells.ring_once(index_changes, BELL, seconds=FORGOTTEN_AFTER)

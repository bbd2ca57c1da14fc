"""The worker of queues in Redis: it does tasks in its own process, as the worker of the database does.

A process forked for each task would load the readers of foreign bytes again for each batch of pages; what they need
walls for is done in a child of their own anyway (ingest/parsers/sandbox.py).
"""

import logging
from types import FrameType
from typing import Any

from django.db import close_old_connections
from django_rq.workers import get_worker
from redis.exceptions import ConnectionError as QueueLost
from redis.exceptions import RedisError
from rq.worker import SimpleWorker

logger = logging.getLogger("config")

LEVELS = {0: "ERROR", 1: "WARNING", 2: "INFO"}  # of its words, by --verbosity


class RedisWorker(SimpleWorker):
    """Looks at its connections to the database before and after each task: the server may have been restarted."""

    asked_to_end = False

    def execute_job(self, job: Any, queue: Any) -> None:
        """Do one task."""
        close_old_connections()
        try:
            super().execute_job(job, queue)
        except RedisError as trouble:  # what it was rung for stands in our rows
            logger.warning("the queue went away while a bell was answered: %s", trouble)
        close_old_connections()

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Somebody asked this process to end."""
        self.asked_to_end = True
        super().request_stop(signum, frame)


def run(queues: list[str], *, until_empty: bool, verbosity: int) -> None:
    """Until told to end, or until nothing waits. Redis tells of a task at once.

    Raises QueueLost when it ended for any other reason: a worker of RQ ends by itself when Redis goes away.
    """
    worker: Any = get_worker(*queues, job_class="django_tasks_rq.backend.Job", worker_class=f"{__name__}.RedisWorker")
    worker.work(burst=until_empty, logging_level=LEVELS.get(verbosity, "DEBUG"))
    if not until_empty and not worker.asked_to_end:
        raise QueueLost("the worker ended by itself")

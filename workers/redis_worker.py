"""Take tasks from queues in Redis, in the worker's own process, as the worker of the database queue does.

RQ's default worker forks for each task, which would load the libraries of the parsers again for each batch of pages.
The isolation that parsers need is in a child process of their own anyway (ingest/parsers/sandbox.py).
"""

import logging
from types import FrameType
from typing import Any

from django.db import close_old_connections
from django_rq.workers import get_worker
from redis.exceptions import ConnectionError as QueueLost
from redis.exceptions import RedisError
from rq.worker import SimpleWorker

logger = logging.getLogger("workers")

LEVELS = {0: "ERROR", 1: "WARNING", 2: "INFO"}  # of RQ's log, by --verbosity


class RedisWorker(SimpleWorker):
    """RQ's worker in one process, which checks its database connections around each task."""

    is_stopping = False

    def execute_job(self, job: Any, queue: Any) -> None:
        """Run one task. A restart of the database server may have cut the connections meanwhile."""
        close_old_connections()
        try:
            super().execute_job(job, queue)
        except RedisError as error:  # nothing is lost: the work is in our rows
            logger.warning("Redis went away during a task: %s", error)
        close_old_connections()

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Handle SIGTERM and SIGINT."""
        self.is_stopping = True
        super().request_stop(signum, frame)


def run(queues: list[str], *, until_empty: bool, verbosity: int) -> None:
    """Work until a signal ends the process, or until the queues are empty.

    Raises QueueLost when Redis goes away: RQ's worker returns then, as if it had been asked to stop.
    """
    worker: Any = get_worker(*queues, job_class="django_tasks_rq.backend.Job", worker_class=f"{__name__}.RedisWorker")
    worker.work(burst=until_empty, logging_level=LEVELS.get(verbosity, "DEBUG"))
    if not until_empty and not worker.is_stopping:
        raise QueueLost("the worker ended by itself")

"""The worker of queues in Redis: it does tasks in its own process, as the worker of the database does.

A process forked for each task would load the readers of foreign bytes again for each batch of pages; what they need
walls for is done in a child of their own anyway (ingest/tools/sandbox.py).
"""

import logging
from typing import Any

from django.db import close_old_connections
from redis.exceptions import RedisError
from rq.worker import SimpleWorker

logger = logging.getLogger("config")


class RedisWorker(SimpleWorker):
    """Looks at its connections to the database before and after each task: the server may have been restarted."""

    def execute_job(self, job: Any, queue: Any) -> None:
        """Do one task."""
        close_old_connections()
        try:
            super().execute_job(job, queue)
        except RedisError as trouble:  # what it was rung for stands in our rows
            logger.warning("the queue went away while a bell was answered: %s", trouble)
        close_old_connections()

"""The worker of queues in Redis: it does tasks in its own process, as the worker of the database does.

A process forked for each task would load the readers of foreign bytes again for each batch of pages; what they need
walls for is done in a child of their own anyway (ingest/tools/sandbox.py).
"""

from typing import Any

from django.db import close_old_connections
from rq.worker import SimpleWorker


class RedisWorker(SimpleWorker):
    """Looks at its connections to the database before and after each task: the server may have been restarted."""

    def execute_job(self, job: Any, queue: Any) -> None:
        """Do one task."""
        close_old_connections()
        super().execute_job(job, queue)
        close_old_connections()

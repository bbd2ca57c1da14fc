"""Sees to it that there are bells enough: their worker died, or the queue was emptied, or was never reached."""

from datetime import datetime

from ingest import leftovers, spool, tasks, turns
from ingest.models import Upload
from workshop import bells

MAX_WAKEUPS = 50


def notify_waiting(now: datetime) -> None:
    """One sweep: for each queue as many bells as there is work that nobody does, up to what workers do at once."""
    for queue in tasks.TASK_BY_QUEUE:
        for upload in unnotified(queue, now):
            tasks.notify(upload, queue)
    spool.delete_unused()
    leftovers.run_maintenance(now)


def unnotified(queue: str, now: datetime) -> list[Upload]:
    """Uploads to ring for; one with many batches of pages stands for each of them."""
    work = list(turns.runnable_units(queue, now, MAX_WAKEUPS))
    return work[bells.pending_count(queue) :]

"""Sees to it that there are bells enough: their worker died, or the queue was emptied, or was never reached."""

from datetime import datetime

from ingest import leftovers, spool, tasks, turns
from ingest.models import Upload
from workshop import bells

AT_ONCE = 50


def sweep(now: datetime) -> None:
    """One sweep: for each queue as many bells as there is work that nobody does, up to what workers do at once."""
    for queue in tasks.BELLS:
        for upload in missing(queue, now):
            tasks.ring(upload, queue)
    spool.sweep()
    leftovers.sweep(now)


def missing(queue: str, now: datetime) -> list[Upload]:
    """Uploads to ring for; one with many batches of pages stands for each of them."""
    work = list(turns.work_of(queue, now, AT_ONCE))
    return work[bells.waiting(queue) :]

"""Checks of the queues: how much is waiting, for how long, and whether a worker is alive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ingest.pipeline import queue_stats as digitisation
from operations.health.checks import Issue, LazyMessage, Level
from search import queue_stats as index
from workers import heartbeat
from workers import queue_stats as mail
from workers.models import Worker

MAX_WAIT = timedelta(minutes=10)  # a longer wait is an error without a live worker, and only a long queue with one
SWEEPER = "sweeper"


@dataclass(frozen=True)
class Queue:
    """One queue. `oldest`: since when its first job waits; `last_heartbeat`: of any of its workers."""

    name: str
    waiting: int = 0
    oldest: datetime | None = None
    last_heartbeat: datetime | None = None

    def age(self, now: datetime) -> float:
        """Return for how many seconds the first job has waited; 0 for an empty queue."""
        return max((now - self.oldest).total_seconds(), 0.0) if self.waiting and self.oldest else 0.0

    def is_unattended(self, now: datetime) -> bool:
        """Return whether a job has waited for long and no worker is alive."""
        no_worker = self.last_heartbeat is None or now - self.last_heartbeat > heartbeat.STALE_AFTER
        return no_worker and timedelta(seconds=self.age(now)) > MAX_WAIT


def queue_states(now: datetime) -> list[Queue]:
    """Return all queues: jobs from the rows of each app, workers from their heartbeats."""
    seen = last_seen()
    stats = [*digitisation.queue_stats(now), index.queue_stats(now), mail.outbox_stats(now)]
    return [Queue(queue.queue, queue.waiting, queue.oldest, seen.get(queue.queue)) for queue in stats]


def last_seen() -> dict[str, datetime]:
    """Return the last heartbeat for each queue, and for the sweeper."""
    seen: dict[str, datetime] = {}
    for queues, timestamp in Worker.objects.order_by("heartbeat_at").values_list("queues", "heartbeat_at"):
        seen |= dict.fromkeys(queues.split(","), timestamp)
    return seen


def workers_alive() -> Iterator[Issue]:
    """Check that each queue with waiting jobs has a live worker, and that the sweeper runs where workers run."""
    now = timezone.now()
    for queue in queue_states(now):
        if queue.is_unattended(now):
            yield Issue(
                "queue_silent",
                Level.ERROR,
                LazyMessage(
                    _(
                        "No worker processes the queue “%(queue)s”: %(count)d tasks are waiting, one of them for "
                        "%(minutes)d minutes."
                    ),
                    queue=queue.name,
                    count=queue.waiting,
                    minutes=queue.age(now) // 60,
                ),
                LazyMessage(
                    _("Start its worker (python manage.py worker --queue %(queue)s), or check in its log why it ends."),
                    queue=queue.name,
                ),
                LazyMessage(_("Nothing is lost: the tasks are done as soon as a worker runs.")),
            )
    alive = {name for name, timestamp in last_seen().items() if now - timestamp <= heartbeat.STALE_AFTER}
    if alive and SWEEPER not in alive:
        yield Issue(
            "sweeper_silent",
            Level.WARNING,
            LazyMessage(_("Workers are running, but not the sweeper: tasks of a lost worker are not resumed.")),
            LazyMessage(_("Start it: python manage.py sweeper")),
        )

"""The queues: how much waits, for how long, and whether anybody is there who works on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ingest.pipeline import queue_stats as digitisation
from operations.health.types import Issue, LazyMessage, Level
from search import queue_stats as index
from workers import heartbeat
from workers import queue_stats as post
from workers.models import Worker

MAX_WAIT = timedelta(minutes=10)  # what waits longer while nobody is there is a fault; while somebody is, a long queue
SWEEPER = "sweeper"


@dataclass(frozen=True)
class Queue:
    """One queue now. `oldest`: since when the first one waits; `worked`: when one of its workers was last heard of."""

    name: str
    waiting: int = 0
    oldest: datetime | None = None
    worked: datetime | None = None

    def age(self, now: datetime) -> float:
        """Seconds that the first one has waited; 0 where nothing waits."""
        return max((now - self.oldest).total_seconds(), 0.0) if self.waiting and self.oldest else 0.0

    def is_unattended(self, now: datetime) -> bool:
        """Something has waited for long, and no worker is there: long alone is only busy."""
        quiet = self.worked is None or now - self.worked > heartbeat.STALE_AFTER
        return quiet and timedelta(seconds=self.age(now)) > MAX_WAIT


def queue_states(now: datetime) -> list[Queue]:
    """All queues: what waits by the rows of each app, who is there by the board of workers."""
    seen = last_seen()
    loads = [*digitisation.queue_stats(now), index.queue_stats(now), post.outbox_stats(now)]
    return [Queue(load.queue, load.waiting, load.oldest, seen.get(load.queue)) for load in loads]


def last_seen() -> dict[str, datetime]:
    """When a worker of each queue, or the sweeper, was last heard of."""
    seen: dict[str, datetime] = {}
    for names, at in Worker.objects.order_by("heartbeat_at").values_list("queues", "heartbeat_at"):
        seen |= dict.fromkeys(names.split(","), at)
    return seen


def workers_alive() -> Iterator[Issue]:
    """Each queue in which something waits has somebody who works on it; where anybody works, the sweeper does, too."""
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
    alive = {name for name, at in last_seen().items() if now - at <= heartbeat.STALE_AFTER}
    if alive and SWEEPER not in alive:
        yield Issue(
            "sweeper_silent",
            Level.WARNING,
            LazyMessage(_("Workers are running, but not the sweeper: tasks of a lost worker are not resumed.")),
            LazyMessage(_("Start it: python manage.py sweeper")),
        )

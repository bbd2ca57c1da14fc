"""The queues: how much waits, for how long, and whether anybody works on it. The queue is only a doorbell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.health.finding import Finding, Level, Sentence

SILENT = timedelta(minutes=10)  # without a sign of life while something waits


@dataclass(frozen=True)
class Queue:
    """One queue now. `oldest`: since when the first one waits; `worked`: the last sign that somebody works on it."""

    name: str
    waiting: int = 0
    oldest: datetime | None = None
    worked: datetime | None = None

    def age(self, now: datetime) -> float:
        """Seconds that the first one has waited; 0 where nothing waits."""
        return max((now - self.oldest).total_seconds(), 0.0) if self.oldest else 0.0

    def is_silent(self, now: datetime) -> bool:
        """Something has waited for long, and nobody has worked in all that time: long alone is only busy."""
        quiet = self.worked is None or now - self.worked > SILENT
        return quiet and timedelta(seconds=self.age(now)) > SILENT


def queues() -> list[Queue]:
    """All queues, in the order of the settings."""
    found = _in_redis() if settings.TASKS_URL else _in_the_database()
    return [found.get(name, Queue(name)) for name in settings.QUEUES]


def workers() -> Iterator[Finding]:
    """Each queue in which something waits has somebody who works on it."""
    now = timezone.now()
    for queue in queues():
        if queue.is_silent(now):
            yield Finding(
                "queue_silent",
                Level.ERROR,
                Sentence(
                    _("Nobody works on the queue “%(queue)s”: %(count)d tasks wait, one for %(minutes)d minutes."),
                    queue=queue.name,
                    count=queue.waiting,
                    minutes=queue.age(now) // 60,
                ),
                Sentence(
                    _("Start its worker (python manage.py worker --queue %(queue)s), or see in its log why it ends."),
                    queue=queue.name,
                ),
                Sentence(_("Nothing is lost: the work is done as soon as a worker runs.")),
            )


def _in_the_database() -> dict[str, Queue]:
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.ready().values("queue_name").annotate(n=Count("pk"), first=Min("enqueued_at"))
    lately = DBTaskResult.objects.filter(enqueued_at__gt=timezone.now() - timedelta(days=1)).order_by()
    ends = {row["queue_name"]: row["at"] for row in lately.values("queue_name").annotate(at=Max("finished_at"))}
    begins = {row["queue_name"]: row["at"] for row in lately.values("queue_name").annotate(at=Max("started_at"))}
    found = {row["queue_name"]: (row["n"], row["first"]) for row in waiting.order_by()}
    return {
        name: Queue(name, *found.get(name, (0, None)), _later(begins.get(name), ends.get(name)))
        for name in found.keys() | ends.keys()
    }


def _in_redis() -> dict[str, Queue]:
    import django_rq
    from rq import Worker

    alive: dict[str, datetime] = {}
    found = {}
    for name in settings.QUEUES:
        queue = django_rq.get_queue(name)
        for worker in Worker.all(queue=queue):
            if worker.last_heartbeat:
                alive[name] = max(alive.get(name, worker.last_heartbeat), worker.last_heartbeat)
        first = next(iter(queue.get_jobs(0, 1)), None)
        found[name] = Queue(name, queue.count, first.enqueued_at if first else None, alive.get(name))
    return found


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)

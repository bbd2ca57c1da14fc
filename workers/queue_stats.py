"""The state of a queue in numbers that name no reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from workers import outbox
from workers.models import OutboxMessage

SCHOOLS_LIMIT = 5


@dataclass(frozen=True)
class QueueStats:
    """One queue: numbers of jobs. `oldest`: since when the first job waits; `schools`: (key, jobs), most jobs first."""

    queue: str
    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    schools: tuple[tuple[int, int], ...] = ()

    def age(self, now: datetime) -> float:
        """Return for how many seconds the first job has waited; 0 for an empty queue."""
        return max((now - self.oldest).total_seconds(), 0.0) if self.waiting and self.oldest else 0.0


def top_schools(counts: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the schools with most jobs, as (key, jobs)."""
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:SCHOOLS_LIMIT])


def outbox_stats(now: datetime) -> QueueStats:
    """Return the state of the outbox; messages have no school."""
    waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING)
    claimed = Q(leased_until__gte=now)
    return QueueStats(
        queue=outbox.QUEUE,
        waiting=waiting.exclude(claimed).count(),
        running=waiting.filter(claimed).count(),
        failed=OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count(),
        oldest=waiting.aggregate(oldest=Min("created_at"))["oldest"],
    )

"""How much waits in a queue and for whom, in numbers that say nothing of readers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from workers.models import OutboxMessage

TOP = 5  # schools


@dataclass(frozen=True)
class QueueStats:
    """One queue: pieces of work; `oldest`: since when the oldest waits; `schools`: the largest shares, by key."""

    queue: str
    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    schools: tuple[tuple[int, int], ...] = ()


def top_schools(shares: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The schools with most work, most first."""
    return tuple(sorted(shares, key=lambda share: (-share[1], share[0]))[:TOP])


def outbox_stats(now: datetime) -> QueueStats:
    """Letters; whose they are is nobody's business."""
    waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING)
    held = Q(leased_until__gte=now)
    return QueueStats(
        queue="mail",
        waiting=waiting.exclude(held).count(),
        running=waiting.filter(held).count(),
        failed=OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count(),
        oldest=waiting.aggregate(oldest=Min("created_at"))["oldest"],
    )

"""How much waits in a queue and for whom, in numbers that say nothing of readers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from workshop.models import Letter

SHOWN = 5  # schools


@dataclass(frozen=True)
class Load:
    """One queue: pieces of work; `oldest`: since when the oldest waits; `schools`: the largest shares, by key."""

    queue: str
    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    schools: tuple[tuple[int, int], ...] = ()


def largest(shares: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The schools with most work, most first."""
    return tuple(sorted(shares, key=lambda share: (-share[1], share[0]))[:SHOWN])


def mail(now: datetime) -> Load:
    """Letters; whose they are is nobody's business."""
    waiting = Letter.objects.filter(state=Letter.State.WAITING)
    held = Q(leased_until__gte=now)
    return Load(
        queue="mail",
        waiting=waiting.exclude(held).count(),
        running=waiting.filter(held).count(),
        failed=Letter.objects.filter(state=Letter.State.FAILED).count(),
        oldest=waiting.aggregate(oldest=Min("since"))["oldest"],
    )

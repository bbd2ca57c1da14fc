"""Which seat of which licence is lent next: plain values, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from circulation.models import Licence


@dataclass(frozen=True)
class Seat:
    """One seat, 1 … licence.seats."""

    licence: Licence
    number: int


def lending_order(licence: Licence) -> tuple[int, float, int]:
    """What runs out soonest is lent first: ending, for ever, ending and counted, counted (as Palace lends)."""
    ending, counted = licence.ends_at is not None, licence.loans_allowed is not None
    rank = {(True, False): 0, (False, False): 1, (True, True): 2, (False, True): 3}
    urgency = licence.ends_at.timestamp() if licence.ends_at else -loans_left(licence)
    return rank[ending, counted], urgency, licence.pk


def loans_left(licence: Licence) -> float:
    """How many loans it still allows; without a number, no end."""
    if licence.loans_allowed is None:
        return inf
    return licence.loans_allowed - licence.loans_made


def free_seats(licence: Licence, taken: int) -> int:
    """How many more could borrow by this licence now, while so many of its seats are out."""
    return int(max(0, min(licence.seats - taken, loans_left(licence))))


def next_seat(licences: Iterable[Licence], taken: Mapping[int, set[int]]) -> Seat | None:
    """The lowest free seat of the first licence in lending order; `taken`: licence to the numbers that are out."""
    for licence in sorted(licences, key=lending_order):
        out = taken.get(licence.pk, set())
        if free_seats(licence, len(out)):
            free = (n for n in range(1, licence.seats + 1) if n not in out)
            return Seat(licence, next(free))
    return None


def due_date(licence: Licence, now: datetime, closes_at: datetime | None) -> datetime:
    """When a loan made now must be back: after the period, never past the licence or the resource itself."""
    ends = [now + timedelta(days=licence.period_days), licence.ends_at, closes_at]
    return min(end for end in ends if end is not None)

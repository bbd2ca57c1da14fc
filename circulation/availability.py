"""Active licences and loans at one moment, the seats they leave free, and which seat is lent next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from django.db.models import Count, Q, QuerySet

from circulation.models import Licence, Loan
from repository.models import Resource


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


def active_loans(now: datetime) -> QuerySet[Loan]:
    """Loans that are neither ended nor over their time."""
    return Loan.objects.filter(ended_at=None, due_at__gt=now)


def active_loans_of(resources: Iterable[Resource], now: datetime) -> QuerySet[Loan]:
    """The running loans of these resources."""
    return active_loans(now).filter(resource__in=list(resources)).order_by("due_at")


def active_licences(resources: Iterable[Resource], now: datetime) -> QuerySet[Licence]:
    """The licences of these resources that have begun and not ended."""
    return _alive(now).filter(resource__in=list(resources))


def seats_taken(loans: Iterable[Loan]) -> dict[int, set[int]]:
    """By licence, the numbers of the seats that these loans hold."""
    taken: dict[int, set[int]] = defaultdict(set)
    for loan in loans:
        if loan.licence_id is not None and loan.seat is not None:
            taken[loan.licence_id].add(loan.seat)
    return taken


def count_free(licences: Iterable[Licence], loans: Iterable[Loan]) -> int | None:
    """How many seats nobody has; None where there is no licence to lend by."""
    licences, taken = list(licences), seats_taken(loans)
    if not licences:
        return None
    return sum(free_seats(licence, len(taken.get(licence.pk, ()))) for licence in licences)


def with_stale_free_seats(now: datetime) -> list[Resource]:
    """The resources whose free seats are not what the catalogue was told last."""
    taken = Count("loans", filter=Q(loans__ended_at=None, loans__due_at__gt=now))
    free: dict[int, int] = defaultdict(int)
    for licence in _alive(now).annotate(taken=taken):
        free[licence.resource_id] += free_seats(licence, licence.taken)
    stored = dict(Resource.objects.exclude(free_seats=None).values_list("pk", "free_seats"))
    differ = {pk for pk in {*free, *stored} if free.get(pk) != stored.get(pk)}
    return list(Resource.objects.filter(pk__in=differ))


def _alive(now: datetime) -> QuerySet[Licence]:
    return Licence.objects.filter(Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now)))

"""Active licences and loans at one moment, the seats they leave free, and which seat is lent next.

For `actions`, `queries` and the sweeper; no function here takes a viewer, so no view calls one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from django.db.models import Count, Q, QuerySet

from circulation.licences.models import Licence, SeatOffer
from circulation.loans.models import Loan
from repository.models import Resource


@dataclass(frozen=True)
class Seat:
    """One seat of a licence; `number` counts from 1 to `licence.seats`."""

    licence: Licence
    number: int


def lending_order(licence: Licence) -> tuple[int, float, int]:
    """Return the sort key of a licence: what runs out soonest is lent first.

    Licences with an end date come first, then unlimited ones, then those with an end date and a number of loans, then
    those with a number of loans (the order of the Palace Project's circulation manager).
    """
    ending, counted = licence.ends_at is not None, licence.loans_allowed is not None
    rank = {(True, False): 0, (False, False): 1, (True, True): 2, (False, True): 3}
    urgency = licence.ends_at.timestamp() if licence.ends_at else -loans_left(licence)
    return rank[ending, counted], urgency, licence.pk


def loans_left(licence: Licence) -> float:
    """Return how many more loans the licence allows; infinity without a limit."""
    if licence.loans_allowed is None:
        return inf
    return licence.loans_allowed - licence.loans_made


def free_seats(licence: Licence, taken: int) -> int:
    """Return how many more readers could borrow by this licence now; `taken` is the number of its seats on loan."""
    return int(max(0, min(licence.seats - taken, loans_left(licence))))


def next_seat(licences: Iterable[Licence], taken: Mapping[int, set[int]]) -> Seat | None:
    """Return the lowest free seat of the first licence in lending order, or None; `taken` is from `seats_taken`."""
    for licence in sorted(licences, key=lending_order):
        out = taken.get(licence.pk, set())
        if free_seats(licence, len(out)):
            free = (n for n in range(1, licence.seats + 1) if n not in out)
            return Seat(licence, next(free))
    return None


def due_date(licence: Licence, now: datetime, closes_at: datetime | None) -> datetime:
    """Return the due date of a loan made now: after the period, never past the end of licence or resource."""
    ends = [now + timedelta(days=licence.period_days), licence.ends_at, closes_at]
    return min(end for end in ends if end is not None)


def active_loans(now: datetime) -> QuerySet[Loan]:
    """Return the loans of seats that have neither ended nor passed their due date."""
    return Loan.objects.filter(copy=None, ended_at=None, due_at__gt=now)


def active_loans_of(resources: Iterable[Resource], now: datetime) -> QuerySet[Loan]:
    """Return the active loans of these resources, the first due first."""
    return active_loans(now).filter(resource__in=list(resources)).order_by("due_at")


def active_licences(resources: Iterable[Resource], now: datetime) -> QuerySet[Licence]:
    """Return the licences of these resources that have begun and not ended."""
    return _active(now).filter(resource__in=list(resources))


def seats_taken(loans: Iterable[Loan]) -> dict[int, set[int]]:
    """Return by licence id the numbers of the seats that these loans hold."""
    taken: dict[int, set[int]] = defaultdict(set)
    for loan in loans:
        if loan.licence_id is not None and loan.seat is not None:
            taken[loan.licence_id].add(loan.seat)
    return taken


def count_free(licences: Iterable[Licence], loans: Iterable[Loan]) -> int | None:
    """Return the number of free seats; None without a licence."""
    licences, taken = list(licences), seats_taken(loans)
    if not licences:
        return None
    return sum(free_seats(licence, len(taken.get(licence.pk, ()))) for licence in licences)


def without_offers(free: int | None, offers: int) -> int | None:
    """Return the free seats that are not kept for others; None without a licence."""
    return None if free is None else max(0, free - offers)


def with_stale_free_seats(now: datetime) -> list[Resource]:
    """Return the resources whose `free_seats` is outdated because a licence began or ended, or a loan became due."""
    taken = Count("loans", filter=Q(loans__ended_at=None, loans__due_at__gt=now))
    free: dict[int, int] = defaultdict(int)
    for licence in _active(now).annotate(taken=taken):
        free[licence.resource_id] += free_seats(licence, licence.taken)
    for resource_id, offers in _open_offers(now):
        free[resource_id] = max(0, free[resource_id] - offers)
    stored = dict(Resource.objects.exclude(free_seats=None).values_list("pk", "free_seats"))
    differ = {pk for pk in {*free, *stored} if free.get(pk) != stored.get(pk)}
    return list(Resource.objects.filter(pk__in=differ))


def _open_offers(now: datetime) -> list[tuple[int, int]]:
    """Return (key of a resource with a licence, number of its seats that are kept)."""
    offers = SeatOffer.objects.filter(until__gt=now, resource__in=_active(now).values("resource"))
    return list(offers.values_list("resource").annotate(number=Count("pk")).order_by())


def _active(now: datetime) -> QuerySet[Licence]:
    return Licence.objects.filter(Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now)))

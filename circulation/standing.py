"""The licences and loans of resources that stand at one moment, and how many seats they leave free."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from circulation.models import Licence, Loan
from circulation.seats import free_seats
from repository.models import Resource


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
    told = dict(Resource.objects.exclude(free_seats=None).values_list("pk", "free_seats"))
    differ = {pk for pk in {*free, *told} if free.get(pk) != told.get(pk)}
    return list(Resource.objects.filter(pk__in=differ))


def _alive(now: datetime) -> QuerySet[Licence]:
    return Licence.objects.filter(Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now)))

"""A title under its lock, for a change of the loans of its seats."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.locks import lock
from circulation.licences.availability import (
    active_licences,
    count_free,
    without_offers,
)
from circulation.licences.events import seats_counted
from circulation.licences.models import Licence
from circulation.licences.offers import open_offers
from circulation.loans.fair_lock import loan_lock
from circulation.loans.models import Loan
from repository.actions import set_free_seats
from repository.models import Resource
from workers import fault_injection


class LockedLending:
    """A locked resource with its active licences, loans and offers.

    Code that changes rows updates these lists or calls `reload`. Queries are few: other borrowers wait meanwhile.
    """

    def __init__(self, resource: Resource, now: datetime) -> None:
        self.resource, self._now = resource, now
        self.offers = open_offers(resource, now)
        self.reload()

    def reload(self) -> None:
        """Read licences and loans again; close the loans past their due date."""
        self.licences = list(active_licences([self.resource], self._now))
        unended = list(Loan.objects.filter(resource=self.resource, copy=None, ended_at=None).order_by("due_at"))
        self.loans = [loan for loan in unended if loan.due_at > self._now]
        if len(self.loans) < len(unended):
            overdue = Loan.objects.filter(resource=self.resource, copy=None, ended_at=None, due_at__lte=self._now)
            close(overdue, Loan.End.EXPIRED, ended_at=F("due_at"))

    def count_free(self) -> int | None:
        """Let the rooms above renew the offers, and return the free seats that are kept for nobody."""
        free = count_free(self.licences, self.loans)
        borrowers = {loan.borrower_id for loan in self.loans}
        counted = {"resource": self.resource, "free": free or 0, "borrowers": borrowers, "now": self._now}
        if any(changed for _receiver, changed in seats_counted.send(Licence, **counted)):
            self.offers = open_offers(self.resource, self._now)
        return without_offers(free, len(self.offers))


@contextmanager
def locked_lending(resource: Resource, now: datetime) -> Iterator[LockedLending]:
    """Lock the resource for a change of its loans; store its free seats at the end, in the same transaction."""
    with loan_lock(), transaction.atomic():
        lending = LockedLending(lock(resource), now)
        fault_injection.point("loan.expired")
        yield lending
        set_free_seats(lending.resource, free=lending.count_free())
        fault_injection.point("loan.announced")
    fault_injection.point("loan.committed")


def close(loans: QuerySet[Loan], how: Loan.End, *, ended_at: datetime | F) -> int:
    """End these loans and erase borrower and position, so that no reading history is stored; return their number."""
    return loans.update(ended_at=ended_at, ended_how=how, borrower=None, position={})

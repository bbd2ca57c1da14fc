"""All writes of loans and licences. Every change of a resource's loans happens in one's turn, with its row locked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet, prefetch_related_objects

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.dates import format_date
from circulation import errors
from circulation.availability import (
    Seat,
    active_licences,
    active_loans,
    active_loans_of,
    count_free,
    due_date,
    next_seat,
    seats_taken,
    with_stale_free_seats,
)
from circulation.fair_lock import loan_lock
from circulation.models import Licence, Loan
from circulation.queries import may_borrow
from repository.actions import set_free_seats
from repository.models import Resource
from repository.queries import require_permission, require_staff
from sharing.viewer import system_viewer
from workers import fault_injection


@dataclass(frozen=True)
class LicenceTerms:
    """What a licence allows: seats at once, days for each loan, from–to, perhaps a number of loans in all."""

    seats: int
    starts_at: datetime
    period_days: int = 14
    ends_at: datetime | None = None
    loans_allowed: int | None = None


def borrow(resource: Resource, *, by: Viewer) -> Loan:
    """Lend her a seat, or give her the loan that she has already.

    Raises NotFound, SignInToBorrow, NotLentToYou, NotLent or AllOut.
    """
    with _locked(resource, by.now) as lent:
        _check_borrower(lent.resource, by)
        mine = next((loan for loan in lent.loans if loan.borrower_id == by.membership), None)
        return mine or _lend(lent, _free_seat(lent), by)


def return_loan(loan: Loan, *, by: Viewer) -> None:
    """Give the seat back and forget who had it. Only the borrower can; to return twice is to return once."""
    with _locked(loan.resource, by.now) as lent:
        hers = Loan.objects.filter(pk=loan.pk, borrower=by.membership, ended_at=None)
        if by.membership is not None and _close(hers, Loan.End.RETURNED, ended_at=by.now):
            fault_injection.point("loan.ended")
            lent.loans = [one for one in lent.loans if one.pk != loan.pk]
            _note("loan.return", loan, by)


def expire_due(*, now: datetime) -> int:
    """Close every loan whose time is up, one resource at a time; tells for how many resources."""
    late = Loan.objects.filter(ended_at=None, due_at__lte=now)
    resources = Resource.objects.filter(pk__in=late.values("resource"))
    for resource in resources:
        with _locked(resource, now):
            pass
    return len(resources)


def end_withdrawn(resource: int) -> None:
    """End what is out of a resource if it was withdrawn; its readers are refused at the next page anyway."""
    withdrawn = Resource.objects.filter(pk=resource, state=Resource.State.WITHDRAWN)
    for found in withdrawn.filter(loans__ended_at=None, loans__isnull=False).distinct():
        now = found.changed_at
        with _locked(found, now) as lent:
            _close(active_loans_of([found], now), Loan.End.WITHDRAWN, ended_at=now)
            lent.look()


def save_position(loan: Loan, *, position: dict[str, Any], by: Viewer) -> None:
    """Remember where the borrower stopped, as long as she has it: {"page": uuid} or {"ms": milliseconds}."""
    hers = active_loans(by.now).filter(pk=loan.pk, borrower=by.membership)
    hers.update(position=_place(loan.resource, position))


def add_licence(resource: Resource, *, terms: LicenceTerms, by: Viewer) -> Licence:
    """Let a school lend what it owns."""
    require_staff(by, resource.owner_id)
    _check_terms(terms)
    with _locked(resource, by.now) as lent:
        licence = Licence.objects.create(resource=resource, **vars(terms))
        lent.look()
        record("licence.add", by=by, target=resource.uuid, seats=terms.seats)
    return licence


def change_seats(licence: Licence, *, seats: int, by: Viewer) -> Licence:
    """More or fewer seats, never fewer than are out now; readers on the last seats move down."""
    require_staff(by, licence.resource.owner_id)
    with _locked(licence.resource, by.now) as lent:
        licence = Licence.objects.get(pk=licence.pk)
        if seats < 1:
            raise errors.InvalidLicence
        _move_down(licence, seats)
        licence.seats = seats
        licence.save(update_fields=["seats"])
        lent.look()
        record("licence.seats", by=by, target=licence.resource.uuid, seats=seats)
    return licence


def end_licence(licence: Licence, *, by: Viewer) -> None:
    """Lend no more by it from now on; what is out stays out until it is due. One that had not begun goes altogether."""
    require_staff(by, licence.resource.owner_id)
    with _locked(licence.resource, by.now) as lent:
        if licence.starts_at < by.now:
            Licence.objects.filter(pk=licence.pk).update(ends_at=by.now)
        else:
            Licence.objects.filter(pk=licence.pk).delete()
        lent.look()
        record("licence.end", by=by, target=licence.resource.uuid)


def refresh_free_seats(*, now: datetime) -> None:
    """Tell the catalogue of licences that began or ended by a date alone."""
    for resource in with_stale_free_seats(now):
        with _locked(resource, now):
            pass


class _LockedLending:
    """A locked resource, the licences that stand and the loans that are out. Who changes them looks again, or says so.

    Everybody else who lends it waits meanwhile: each question to the database counts.
    """

    def __init__(self, resource: Resource, now: datetime) -> None:
        self.resource, self._now = resource, now
        self.look()

    def look(self) -> None:
        """As they stand in the database."""
        self.licences = list(active_licences([self.resource], self._now))
        unended = list(Loan.objects.filter(resource=self.resource, ended_at=None).order_by("due_at"))
        self.loans = [loan for loan in unended if loan.due_at > self._now]
        if len(self.loans) < len(unended):
            late = Loan.objects.filter(resource=self.resource, ended_at=None, due_at__lte=self._now)
            _close(late, Loan.End.EXPIRED, ended_at=F("due_at"))


@contextmanager
def _locked(resource: Resource, now: datetime) -> Iterator[_LockedLending]:
    """The resource, locked, and what is lent of it; what ran out is ended, the free seats are told when done."""
    with loan_lock(), transaction.atomic():
        lent = _LockedLending(Resource.objects.select_for_update().get(pk=resource.pk), now)
        fault_injection.point("loan.expired")
        yield lent
        set_free_seats(lent.resource, free=count_free(lent.licences, lent.loans))
        fault_injection.point("loan.announced")
    fault_injection.point("loan.committed")


def _check_borrower(resource: Resource, by: Viewer) -> None:
    prefetch_related_objects([resource], "labels")  # asked twice
    require_permission(by, Action.DISCOVER, resource)
    if by.membership is None:
        raise errors.SignInToBorrow
    if not may_borrow(by, resource):
        raise errors.BorrowingNotAllowed


def _free_seat(lent: _LockedLending) -> Seat:
    seat = next_seat(lent.licences, seats_taken(lent.loans))
    if seat is not None:
        return seat
    if not lent.licences or not lent.loans:
        raise errors.NotLendable
    raise errors.NoFreeSeats(until=format_date(lent.loans[0].due_at))


def _lend(lent: _LockedLending, seat: Seat, by: Viewer) -> Loan:
    # She may have waited for her turn while a seat came back, or while she gave back her own at another device: no loan
    # begins before the last one of its title ended.
    last = Loan.objects.filter(resource=lent.resource).aggregate(last=Max("ended_at"))["last"]
    start = max(by.now, last) if last else by.now
    loan = Loan.objects.create(
        resource=lent.resource,
        licence=seat.licence,
        seat=seat.number,
        borrower_id=by.membership,
        borrowing_school_id=by.school,  # type: ignore[misc]
        started_at=start,
        due_at=due_date(seat.licence, start, lent.resource.closes_at),
    )
    fault_injection.point("loan.made")
    lent.loans.append(loan)
    seat.licence.loans_made += 1
    seat.licence.save(update_fields=["loans_made"])
    fault_injection.point("loan.counted")
    _note("loan.borrow", loan, by)
    return loan


def _close(loans: QuerySet[Loan], how: Loan.End, *, ended_at: datetime | F) -> int:
    """Loans that are over name nobody, and no place where she stopped: no reading history is kept."""
    return loans.update(ended_at=ended_at, ended_how=how, borrower=None, position={})


def _note(verb: str, loan: Loan, by: Viewer) -> None:
    """The line names the schools and not the person: a log of loans by name would be a reading history."""
    system = system_viewer(loan.resource.owner_id, now=by.now)
    record(verb, by=system, target=loan.uuid, borrowing_school=by.school)


def _place(resource: Resource, position: dict[str, Any]) -> dict[str, Any]:
    match position:
        case {"page": str(page)} if page in {str(uuid) for uuid in resource.pages.values_list("uuid", flat=True)}:
            return {"page": page}
        case {"ms": int(moment)} if moment >= 0:
            return {"ms": moment}
    raise errors.InvalidPosition


def _check_terms(terms: LicenceTerms) -> None:
    counted = terms.loans_allowed is None or terms.loans_allowed >= 1
    ends = terms.ends_at is None or terms.ends_at > terms.starts_at
    if terms.seats < 1 or terms.period_days < 1 or not counted or not ends:
        raise errors.InvalidLicence


def _move_down(licence: Licence, seats: int) -> None:
    loans = list(Loan.objects.filter(licence=licence, ended_at=None).order_by("seat"))
    if len(loans) > seats:
        raise errors.SeatsInUse(out=len(loans))
    free = sorted(set(range(1, seats + 1)) - {loan.seat for loan in loans})
    for loan in loans:
        if loan.seat is not None and loan.seat > seats:
            Loan.objects.filter(pk=loan.pk).update(seat=free.pop(0))

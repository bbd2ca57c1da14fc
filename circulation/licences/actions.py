"""All writes of licences and of loans of their seats.

Each one takes the loan lock and the row of the resource, closes the loans that are past their due date, and stores the
number of free seats with the resource.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, prefetch_related_objects
from django.utils.timezone import localdate

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record, record_without_person
from accounts.dates import format_date
from accounts.locks import lock
from circulation.licences import errors
from circulation.licences.availability import (
    Seat,
    active_loans,
    active_loans_of,
    count_free,
    due_date,
    next_seat,
    seats_taken,
    with_stale_free_seats,
    without_offers,
)
from circulation.licences.locked_lending import LockedLending, close, locked_lending
from circulation.licences.models import Licence
from circulation.licences.queries import may_borrow
from circulation.loans.models import Loan
from repository.models import Resource
from repository.queries import require_permission, require_staff
from workers import fault_injection

MAX_POSITION_MS = 1_000 * 3_600_000  # a thousand hours


@dataclass(frozen=True)
class LicenceTerms:
    """What a licence allows: concurrent seats, days for each loan, from–to, perhaps a total number of loans."""

    seats: int
    starts_at: datetime
    period_days: int = 14
    ends_at: datetime | None = None
    loans_allowed: int | None = None


def borrow(resource: Resource, *, by: Viewer) -> Loan:
    """Lend the viewer a seat; idempotent: return the active loan if there is one.

    Raise NotFound, SignInToBorrow, BorrowingNotAllowed, NotLendable or NoFreeSeats.
    """
    with locked_lending(resource, by.now) as lending:
        _check_borrower(lending.resource, by)
        own = next((loan for loan in lending.loans if loan.borrower_id == by.membership), None)
        return own or _lend(lending, _free_seat(lending, by), by)


def return_loan(loan: Loan, *, by: Viewer) -> None:
    """Return a loan and erase the borrower. Only the borrower may; idempotent."""
    with locked_lending(loan.resource, by.now) as lending:
        own = Loan.objects.filter(pk=loan.pk, copy=None, borrower=by.membership, ended_at=None)
        if by.membership is not None and close(own, Loan.End.RETURNED, ended_at=by.now):
            fault_injection.point("loan.ended")
            lending.loans = [other for other in lending.loans if other.pk != loan.pk]
            _record_without_borrower("loan.return", loan, by)


def expire_due(*, now: datetime) -> int:
    """Close all loans past their due date, one resource at a time; return the number of resources."""
    overdue = Loan.objects.filter(copy=None, ended_at=None, due_at__lte=now)
    resources = Resource.objects.filter(pk__in=overdue.values("resource"))
    for resource in resources:
        recount(resource, now=now)
    return len(resources)


def recount(resource: Resource, *, now: datetime) -> None:
    """Close the loans past their due date, renew the offers of free seats, and store the number of free seats."""
    with locked_lending(resource, now):
        pass


def end_withdrawn(resource: int) -> None:
    """Close the active loans of a withdrawn resource, so that they occupy no seats; a no-op for other resources."""
    on_loan = Loan.objects.filter(copy=None, ended_at=None, resource=resource)
    withdrawn = Resource.objects.filter(pk__in=on_loan.values("resource"), state=Resource.State.WITHDRAWN).first()
    if withdrawn is None:
        return
    now = withdrawn.changed_at
    with locked_lending(withdrawn, now) as lending:
        close(active_loans_of([withdrawn], now), Loan.End.WITHDRAWN, ended_at=now)
        lending.reload()


def save_position(loan: Loan, *, position: dict[str, Any], by: Viewer) -> None:
    """Store where the borrower stopped, {"page": uuid} or {"ms": milliseconds}, while the loan is active.

    Raise InvalidPosition.
    """
    own = active_loans(by.now).filter(pk=loan.pk, borrower__isnull=False, borrower=by.membership)
    own.update(position=valid_position(loan.resource, position))


def add_licence(resource: Resource, *, terms: LicenceTerms, by: Viewer) -> Licence:
    """Add a licence by which a school lends its resource; idempotent for the same terms on the same day.

    Raise NotFound for other schools, InvalidLicence.
    """
    require_staff(by, resource.owner_id)
    _check_terms(terms)
    entered_as = _entered_as(terms)
    with locked_lending(resource, by.now) as lending:
        existing = Licence.objects.filter(resource=resource, entered_as=entered_as).first()
        if existing is not None:
            return existing
        licence = Licence.objects.create(resource=resource, entered_as=entered_as, **vars(terms))
        lending.reload()
        record("licence.add", by=by, target=resource.uuid, seats=terms.seats)
    return licence


def change_seats(licence: Licence, *, seats: int, by: Viewer) -> Licence:
    """Change the number of seats; active loans on seats above it move to lower ones.

    Raise NotFound for other schools, InvalidLicence, or SeatsInUse where more loans are active.
    """
    require_staff(by, licence.resource.owner_id)
    with locked_lending(licence.resource, by.now) as lending:
        licence = lock(licence)
        if seats < 1:
            raise errors.InvalidLicence
        _renumber_loans(licence, seats)
        licence.seats, licence.entered_as = seats, None
        licence.save(update_fields=["seats", "entered_as"])
        lending.reload()
        record("licence.seats", by=by, target=licence.resource.uuid, seats=seats)
    return licence


def end_licence(licence: Licence, *, by: Viewer) -> None:
    """End a licence now; active loans stay until their due date. Delete a licence that has not begun.

    Raise NotFound for other schools.
    """
    require_staff(by, licence.resource.owner_id)
    with locked_lending(licence.resource, by.now) as lending:
        if licence.starts_at < by.now:
            Licence.objects.filter(pk=licence.pk).update(ends_at=by.now, entered_as=None)
        else:
            Licence.objects.filter(pk=licence.pk).delete()
        lending.reload()
        record("licence.end", by=by, target=licence.resource.uuid)


def refresh_free_seats(*, now: datetime) -> None:
    """Store the free seats of resources whose licences began or ended by date alone."""
    for resource in with_stale_free_seats(now):
        recount(resource, now=now)


def _check_borrower(resource: Resource, by: Viewer) -> None:
    prefetch_related_objects([resource], "labels")  # labels are read twice below: prefetch them once
    require_permission(by, Action.DISCOVER, resource)
    if by.membership is None:
        raise errors.SignInToBorrow
    if not may_borrow(by, resource):
        raise errors.BorrowingNotAllowed


def _free_seat(lending: LockedLending, by: Viewer) -> Seat:
    seat = next_seat(lending.licences, seats_taken(lending.loans))
    if seat is not None:
        others = [offer for offer in lending.offers if offer.borrower_id != by.membership]
        if not without_offers(count_free(lending.licences, lending.loans), len(others)):
            raise errors.SeatsReserved
        return seat
    if not lending.licences or not lending.loans:
        raise errors.NotLendable
    raise errors.NoFreeSeats(until=format_date(lending.loans[0].due_at))


def _lend(lending: LockedLending, seat: Seat, by: Viewer) -> Loan:
    # While this request waited for the lock, the seat may have been returned, or the same reader may have returned the
    # title at another device: no loan begins before the last one of its title ended.
    last_end = Loan.objects.filter(resource=lending.resource).aggregate(last=Max("ended_at"))["last"]
    start = max(by.now, last_end) if last_end else by.now
    loan = Loan.objects.create(
        resource=lending.resource,
        licence=seat.licence,
        seat=seat.number,
        borrower_id=by.membership,
        borrowing_school_id=by.school,  # type: ignore[misc]
        started_at=start,
        due_at=due_date(seat.licence, start, lending.resource.closes_at),
    )
    fault_injection.point("loan.made")
    lending.loans.append(loan)
    seat.licence.loans_made += 1
    seat.licence.save(update_fields=["loans_made"])
    fault_injection.point("loan.counted")
    _record_without_borrower("loan.borrow", loan, by)
    return loan


def _record_without_borrower(verb: str, loan: Loan, by: Viewer) -> None:
    """Write an audit line that names both schools and no person: loans by name would be a reading history."""
    school = loan.resource.owner_id
    record_without_person(verb, school=school, at=by.now, target=loan.uuid, borrowing_school=by.school)


def valid_position(resource: Resource, position: dict[str, Any]) -> dict[str, Any]:
    """Return the position if it can be one of this resource. Raise InvalidPosition."""
    match position:
        case {"page": str(page)} if page in {str(uuid) for uuid in resource.pages.values_list("uuid", flat=True)}:
            return {"page": page}
        case {"ms": int(milliseconds)} if 0 <= milliseconds <= MAX_POSITION_MS:
            return {"ms": milliseconds}
    raise errors.InvalidPosition


def _entered_as(terms: LicenceTerms) -> str:
    """Return the terms as text, with the day instead of the moment of their start."""
    end = terms.ends_at.isoformat() if terms.ends_at else ""
    return f"{localdate(terms.starts_at)} {terms.seats} {terms.period_days} {terms.loans_allowed} {end}"


def _check_terms(terms: LicenceTerms) -> None:
    allows_loans = terms.loans_allowed is None or terms.loans_allowed >= 1
    ends_after_start = terms.ends_at is None or terms.ends_at > terms.starts_at
    if terms.seats < 1 or terms.period_days < 1 or not allows_loans or not ends_after_start:
        raise errors.InvalidLicence


def _renumber_loans(licence: Licence, seats: int) -> None:
    """Move the loans on seats above `seats` to free lower ones. Raise SeatsInUse where there are too many loans."""
    loans = list(Loan.objects.filter(licence=licence, ended_at=None).order_by("seat"))
    if len(loans) > seats:
        raise errors.SeatsInUse(out=len(loans))
    free = sorted(set(range(1, seats + 1)) - {loan.seat for loan in loans})
    for loan in loans:
        if loan.seat is not None and loan.seat > seats:
            Loan.objects.filter(pk=loan.pk).update(seat=free.pop(0))

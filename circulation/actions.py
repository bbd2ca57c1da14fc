"""All writes of loans and licences. Every change of a resource's loans happens in one's turn, with its row locked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import note
from circulation import errors
from circulation.models import Licence, Loan
from circulation.queries import lends_to
from circulation.seats import Seat, due, next_seat
from circulation.standing import (
    count_free,
    miscounted,
    out,
    running,
    seats_taken,
    standing,
)
from circulation.turnstile import turn
from repository import fault
from repository.actions import set_free_seats
from repository.models import Resource
from repository.queries import require, require_staff
from sharing.viewer import staff_of


@dataclass(frozen=True)
class Terms:
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
    with _loans_of(resource, by.now) as locked:
        _check_borrower(locked, by)
        loans = list(out([locked], by.now))
        mine = next((loan for loan in loans if loan.borrower_id == by.membership), None)
        return mine or _lend(locked, _free_seat(locked, loans, by), by)


def return_loan(loan: Loan, *, by: Viewer) -> None:
    """Give the seat back and forget who had it. Only the borrower can; to return twice is to return once."""
    with _loans_of(loan.resource, by.now):
        hers = Loan.objects.filter(pk=loan.pk, borrower=by.membership, ended_at=None)
        if by.membership is not None and hers.exists():
            _end(hers, Loan.End.RETURNED, ended_at=by.now)
            fault.point("loan.ended")
            _note("loan.return", loan, by)


def expire_due(*, now: datetime) -> int:
    """Close every loan whose time is up, one resource at a time; tells for how many resources."""
    late = Loan.objects.filter(ended_at=None, due_at__lte=now)
    resources = Resource.objects.filter(pk__in=late.values("resource"))
    for resource in resources:
        with _loans_of(resource, now):
            pass
    return len(resources)


def end_withdrawn(resource: int) -> None:
    """End what is out of a resource if it was withdrawn; its readers are refused at the next page anyway."""
    withdrawn = Resource.objects.filter(pk=resource, state=Resource.State.WITHDRAWN)
    for found in withdrawn.filter(loans__ended_at=None, loans__isnull=False).distinct():
        now = found.changed_at
        with _loans_of(found, now) as locked:
            _end(out([locked], now), Loan.End.WITHDRAWN, ended_at=now)


def save_position(loan: Loan, *, position: dict[str, Any], by: Viewer) -> None:
    """Remember where the borrower stopped, as long as she has it: {"page": uuid} or {"ms": milliseconds}."""
    hers = running(by.now).filter(pk=loan.pk, borrower=by.membership)
    hers.update(position=_place(loan.resource, position))


def add_licence(resource: Resource, *, terms: Terms, by: Viewer) -> Licence:
    """Let a school lend what it owns."""
    require_staff(by, resource.owner_id)
    _check_terms(terms)
    with _loans_of(resource, by.now):
        licence = Licence.objects.create(resource=resource, **vars(terms))
        note("licence.add", by=by, thing=resource.uuid, seats=terms.seats)
    return licence


def change_seats(licence: Licence, *, seats: int, by: Viewer) -> Licence:
    """More or fewer seats, never fewer than are out now; readers on the last seats move down."""
    require_staff(by, licence.resource.owner_id)
    with _loans_of(licence.resource, by.now):
        licence = Licence.objects.get(pk=licence.pk)
        if seats < 1:
            raise errors.LicenceNotClear
        _move_down(licence, seats)
        licence.seats = seats
        licence.save(update_fields=["seats"])
        note("licence.seats", by=by, thing=licence.resource.uuid, seats=seats)
    return licence


def end_licence(licence: Licence, *, by: Viewer) -> None:
    """Lend no more by it from now on; what is out stays out until it is due. One that had not begun goes altogether."""
    require_staff(by, licence.resource.owner_id)
    with _loans_of(licence.resource, by.now):
        if licence.starts_at < by.now:
            Licence.objects.filter(pk=licence.pk).update(ends_at=by.now)
        else:
            Licence.objects.filter(pk=licence.pk).delete()
        note("licence.end", by=by, thing=licence.resource.uuid)


def recount(*, now: datetime) -> None:
    """Tell the catalogue of licences that began or ended by a date alone."""
    for resource in miscounted(now):
        with _loans_of(resource, now):
            pass


@contextmanager
def _loans_of(resource: Resource, now: datetime) -> Iterator[Resource]:
    """The resource as it stands, its loans locked, those that ran out ended, and the free seats told when done."""
    with turn(), transaction.atomic():
        locked = Resource.objects.select_for_update().prefetch_related("labels").get(pk=resource.pk)
        late = Loan.objects.filter(resource=locked, ended_at=None, due_at__lte=now)
        _end(late, Loan.End.EXPIRED, ended_at=F("due_at"))
        fault.point("loan.expired")
        yield locked
        free = count_free(standing([locked], now), out([locked], now))
        set_free_seats(locked, free=free)
        fault.point("loan.told")
    fault.point("loan.committed")


def _check_borrower(resource: Resource, by: Viewer) -> None:
    require(by, Action.DISCOVER, resource)
    if by.membership is None:
        raise errors.SignInToBorrow
    if not lends_to(by, resource):
        raise errors.NotLentToYou


def _free_seat(resource: Resource, loans: list[Loan], by: Viewer) -> Seat:
    licences = list(standing([resource], by.now))
    seat = next_seat(licences, seats_taken(loans))
    if seat is not None:
        return seat
    if not licences or not loans:
        raise errors.NotLent
    raise errors.AllOut(until=date_format(localtime(loans[0].due_at), "d/m/Y"))


def _lend(resource: Resource, seat: Seat, by: Viewer) -> Loan:
    # She may have waited for her turn while the seat came back: a loan never begins before the seat's last one ended.
    before = Loan.objects.filter(licence=seat.licence, seat=seat.number)
    last = before.aggregate(last=Max("ended_at"))["last"]
    start = max(by.now, last) if last else by.now
    loan = Loan.objects.create(
        resource=resource,
        licence=seat.licence,
        seat=seat.number,
        borrower_id=by.membership,
        borrowing_school_id=by.school,  # type: ignore[misc]
        started_at=start,
        due_at=due(seat.licence, start, resource.closes_at),
    )
    fault.point("loan.made")
    Licence.objects.filter(pk=seat.licence.pk).update(loans_made=F("loans_made") + 1)
    fault.point("loan.counted")
    _note("loan.borrow", loan, by)
    return loan


def _end(loans: QuerySet[Loan], how: Loan.End, *, ended_at: datetime | F) -> None:
    """Loans that are over name nobody, and no place where she stopped: no reading history is kept."""
    loans.update(ended_at=ended_at, ended_how=how, borrower=None, position={})


def _note(verb: str, loan: Loan, by: Viewer) -> None:
    """The line names the schools and not the person: a log of loans by name would be a reading history."""
    system = staff_of(loan.resource.owner_id, now=by.now)
    note(verb, by=system, thing=loan.uuid, borrowing_school=by.school)


def _place(resource: Resource, position: dict[str, Any]) -> dict[str, Any]:
    match position:
        case {"page": str(page)} if page in {str(uuid) for uuid in resource.pages.values_list("uuid", flat=True)}:
            return {"page": page}
        case {"ms": int(moment)} if moment >= 0:
            return {"ms": moment}
    raise errors.PlaceNotClear


def _check_terms(terms: Terms) -> None:
    counted = terms.loans_allowed is None or terms.loans_allowed >= 1
    ends = terms.ends_at is None or terms.ends_at > terms.starts_at
    if terms.seats < 1 or terms.period_days < 1 or not counted or not ends:
        raise errors.LicenceNotClear


def _move_down(licence: Licence, seats: int) -> None:
    loans = list(Loan.objects.filter(licence=licence, ended_at=None).order_by("seat"))
    if len(loans) > seats:
        raise errors.SeatsInUse(out=len(loans))
    free = sorted(set(range(1, seats + 1)) - {loan.seat for loan in loans})
    for loan in loans:
        if loan.seat is not None and loan.seat > seats:
            Loan.objects.filter(pk=loan.pk).update(seat=free.pop(0))

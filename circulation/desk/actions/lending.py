"""Lend a copy, take it back, renew its loan."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from access.viewer import Viewer
from accounts.audit import record
from accounts.dates import end_of, format_date, format_last_day
from accounts.models import Membership
from circulation.copies.actions.states import mark_found
from circulation.copies.errors import CopyRemoved
from circulation.copies.models import Copy
from circulation.desk import errors
from circulation.desk.actions.locking import locked
from circulation.holds.actions import fulfil, trap
from circulation.holds.models import Hold
from circulation.holds.queries import blocking
from circulation.loans.models import Loan
from circulation.rules.book import RuleBook, items_of, reader_of, rule_book
from circulation.rules.deciding import Terms, counted
from workers import fault_injection

NOTHING: frozenset[str] = frozenset()
MAX_AGE = timedelta(days=14)  # of a scan that was made while the line was cut
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Return:
    """What a return found: the loan that ended (None: it was not on loan), and what the librarian has to know."""

    loan: Loan | None
    days_overdue: int = 0
    state_before: str = Copy.State.ON_SHELF
    waits_for: Hold | None = None  # the hold for which the copy is put aside now


def check_out(
    copy: Copy, borrower: Membership, *, by: Viewer, allow: frozenset[str] = NOTHING, at: datetime | None = None
) -> Loan:
    """Lend a copy to a member of the school. `allow`: codes of refusals that the librarian overrides.

    `at`: when it was scanned, if the line was cut then. Raise NotFound for other schools, or a DeskRefusal.
    """
    with locked(copy, by) as (stored, loan):
        now = _moment(at, by)
        book = rule_book(stored.holder_id, now)
        _check_reader(borrower, stored, by)
        _check_copy(stored, loan, borrower, allow)
        terms = _terms(book, stored, borrower, allow)
        _check_loans(book, terms, stored, borrower, allow, by)
        _check_holds(stored, borrower, allow, by)
        if loan is not None:
            _end(loan, Loan.End.RETURNED, now)
        if stored.state != Copy.State.ON_SHELF:
            mark_found(stored, by=by)
        start = _start(stored, now)
        lent = Loan.objects.create(
            resource=stored.resource,
            copy=stored,
            borrower=borrower,
            borrowing_school_id=borrower.school_id,
            started_at=start,
            due_at=max(end_of(terms.due), start + INSTANT),
        )
        fault_injection.point("desk.lent")
        fulfil(stored, borrower, by=by)
        record("loan.check_out", by=by, target=lent.uuid, barcode=stored.barcode)
    return lent


def check_in(copy: Copy, *, by: Viewer, at: datetime | None = None) -> Return:
    """Take a copy back and erase its borrower from the loan; idempotent. A lost copy is found by it, a
    repaired one can be lent again.

    Raise NotFound for other schools, CopyRemoved for a copy that left the register and is not on loan.
    """
    with locked(copy, by) as (stored, loan):
        now = _moment(at, by)
        if stored.state == Copy.State.REMOVED and loan is None:
            raise CopyRemoved(text=stored.barcode, title=stored.resource.title)
        before = stored.state
        if before in (Copy.State.LOST, Copy.State.REPAIR):
            mark_found(stored, by=by)
        days = 0
        if loan is not None:
            days = max(0, (now - loan.due_at).days + 1) if now >= loan.due_at else 0
            _end(loan, Loan.End.RETURNED, now)
            fault_injection.point("desk.returned")
            record("loan.check_in", by=by, target=loan.uuid, barcode=stored.barcode)
        waits = trap(stored, by=by) if stored.state == Copy.State.ON_SHELF else None
    return Return(loan, days_overdue=days, state_before=before, waits_for=waits)


def renew(loan: Loan, *, by: Viewer, allow: frozenset[str] = NOTHING) -> Loan:
    """Renew an open loan of a copy by the rules of today. Raise NotFound for other schools, or a DeskRefusal."""
    if loan.copy is None:
        raise errors.NotOnLoan(title=loan.resource.title, barcode="")
    with locked(loan.copy, by) as (stored, current):
        if current is None or current.pk != loan.pk or current.borrower is None:
            raise errors.NotOnLoan(**_named(stored))
        terms = _terms(rule_book(stored.holder_id, by.now), stored, current.borrower, allow | {"on_site_only"})
        due, is_due = end_of(terms.due), format_last_day(current.due_at)
        if current.renewals >= terms.renewals and errors.NoRenewalLeft.code not in allow:
            raise errors.NoRenewalLeft(title=stored.resource.title, number=current.renewals, due=is_due)
        if due <= current.due_at:
            raise errors.RenewalGainsNothing(title=stored.resource.title, due=is_due)
        waiting = Hold.objects.filter(
            resource=stored.resource, wants=Hold.Wants.COPY, pickup_school=stored.holder_id, state=Hold.State.WAITING
        ).count()
        if waiting and errors.OthersWait.code not in allow:
            raise errors.OthersWait(title=stored.resource.title, number=waiting)
        current.due_at, current.renewals = due, current.renewals + 1
        current.save(update_fields=["due_at", "renewals"])
        record("loan.renew", by=by, target=current.uuid, barcode=stored.barcode)
    return current


def end_as_lost(loan: Loan, *, now: datetime) -> None:
    """End the loan of a copy that the reader lost; the caller holds the locks."""
    _end(loan, Loan.End.LOST, now)


def _end(loan: Loan, how: Loan.End, now: datetime) -> None:
    """End a loan and erase its borrower, so that no reading history is stored."""
    loan.ended_at, loan.ended_how = max(now, loan.started_at + INSTANT), how
    Loan.objects.filter(pk=loan.pk, ended_at=None).update(
        ended_at=loan.ended_at, ended_how=how, borrower=None, position={}
    )


def _moment(at: datetime | None, by: Viewer) -> datetime:
    """Return when the scan was made, as far as that can be believed: within the last days, never in the future."""
    return by.now if at is None else min(max(at, by.now - MAX_AGE), by.now)


def _start(copy: Copy, now: datetime) -> datetime:
    """Return the start of a loan: not before the last one of the copy ended."""
    last = Loan.objects.filter(copy=copy).aggregate(last=Max("ended_at"))["last"]
    return max(now, last) if last else now


def _check_reader(borrower: Membership, copy: Copy, by: Viewer) -> None:
    if borrower.school_id != copy.holder_id:
        raise errors.CardOfAnotherSchool(school=borrower.school.name)
    if borrower.until is not None and borrower.until <= by.now:
        raise errors.ReaderLeft(day=format_date(borrower.until))


def _check_copy(copy: Copy, loan: Loan | None, borrower: Membership, allow: frozenset[str]) -> None:
    if copy.state == Copy.State.REMOVED:
        raise CopyRemoved(text=copy.barcode, title=copy.resource.title)
    if copy.state == Copy.State.REPAIR and errors.CopyInRepair.code not in allow:
        raise errors.CopyInRepair(**_named(copy))
    if loan is None:
        return
    due = format_last_day(loan.due_at)
    if loan.borrower_id == borrower.pk:
        raise errors.HasItAlready(**_named(copy), due=due)
    if errors.LentToAnother.code not in allow:
        raise errors.LentToAnother(**_named(copy), due=due)


def _terms(book: RuleBook, copy: Copy, borrower: Membership, allow: frozenset[str]) -> Terms:
    terms = book.terms(reader_of(borrower), items_of([copy])[copy.pk])
    if terms is None:
        raise errors.NotLentByRules(title=copy.resource.title)
    if terms.on_site_only and errors.OnSiteOnly.code not in allow:
        raise errors.OnSiteOnly(**_named(copy))
    return terms


def _check_loans(
    book: RuleBook, terms: Terms, copy: Copy, borrower: Membership, allow: frozenset[str], by: Viewer
) -> None:
    """Refuse a reader who has overdue loans, or as many as the deciding row allows."""
    title = copy.resource.title
    loans = list(
        Loan.objects.filter(borrower=borrower, ended_at=None, copy__isnull=False).select_related("copy__resource")
    )
    overdue = sum(loan.due_at <= by.now for loan in loans)
    if overdue and errors.HasOverdue.code not in allow:
        raise errors.HasOverdue(number=overdue, title=title)
    if terms.max_loans is None or errors.LimitReached.code in allow:
        return
    items = items_of(loan.copy for loan in loans if loan.copy is not None)
    number = counted(book.rows, reader_of(borrower), items.values(), terms.row)
    if number >= terms.max_loans:
        raise errors.LimitReached(number=number, most=terms.max_loans, title=title)


def _check_holds(copy: Copy, borrower: Membership, allow: frozenset[str], by: Viewer) -> None:
    """Refuse a copy that waits for another reader."""
    hold = None if errors.WaitsForAnother.code in allow else blocking(copy, borrower, now=by.now)
    if hold is not None:
        raise errors.WaitsForAnother(title=copy.resource.title, barcode=copy.barcode)


def _named(copy: Copy) -> dict[str, str]:
    return {"title": copy.resource.title, "barcode": copy.barcode}

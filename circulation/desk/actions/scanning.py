"""Post a scan: once, however often it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.dates import format_last_day
from accounts.errors import NotFound, UserFacingError
from accounts.models import Membership
from circulation.copies.errors import UnknownBarcode
from circulation.copies.models import Copy
from circulation.copies.queries import copy_by_barcode
from circulation.desk import errors, look_up
from circulation.desk.actions.lending import check_in, check_out, renew
from circulation.desk.answers import Answer, refusal
from circulation.desk.models import Scan
from circulation.holds.models import Hold
from circulation.loans.fair_lock import loan_lock
from circulation.loans.models import Loan
from repository.queries import require_staff
from workers import fault_injection

RETENTION = timedelta(days=60)  # longer than any desk waits for its line


class Act(StrEnum):
    """What the desk does with a book: lend it if a reader is chosen, else return it; or one of these in any case."""

    AUTO = "auto"
    OUT = "out"
    IN = "in"
    RENEW = "renew"


@dataclass(frozen=True)
class DeskScan:
    """One scan of a desk. The reader is named by the membership or, while the line was cut, by the scanned card."""

    uuid: UUID
    text: str
    act: Act = Act.AUTO
    reader: UUID | None = None
    card: str = ""
    at: datetime | None = None
    allow: frozenset[str] = frozenset()


def post(scan: DeskScan, *, by: Viewer) -> Answer:
    """Carry out a scan and return the answer; sent again, it changes nothing and returns the first answer.

    Refusals are answers too. Raise NotFound for all but librarians, ScanOfAnotherDesk.
    """
    if by.school is None:
        raise NotFound
    require_staff(by, by.school)
    try:
        copy = copy_by_barcode(by, scan.text)
    except UnknownBarcode as unknown:
        return _without_copy(scan, by.school, unknown)
    except UserFacingError as error:
        return refusal(error)
    with loan_lock(), transaction.atomic():
        row = _claim(scan, copy, by)
        if row is None:
            return _first_answer(scan, by)
        try:
            with transaction.atomic():
                answer = _carry_out(scan, copy, row, by)
        except UserFacingError as error:
            answer = refusal(error, copy=str(copy.uuid))
        row.code, row.details = answer.code, dict(answer.details)
        row.save(update_fields=["code", "details", "loan"])
        fault_injection.point("scan.answered")
    return answer


def delete_old_scans(*, now: datetime) -> None:
    """Delete the scans that no desk sends again."""
    Scan.objects.filter(posted_at__lt=now - RETENTION).delete()


def _without_copy(scan: DeskScan, school: int, unknown: UnknownBarcode) -> Answer:
    """Return the reader whose card was scanned, or that the text is unknown; nothing is stored."""
    try:
        reader = look_up.reader_by_card(school, scan.text)
    except UserFacingError as error:
        return refusal(error)
    if reader is None:
        return refusal(unknown)
    return Answer("reader", reader=str(reader.uuid))


def _claim(scan: DeskScan, copy: Copy, by: Viewer) -> Scan | None:
    """Return a new row for the scan, or None if it was posted before."""
    try:
        with transaction.atomic():
            return Scan.objects.create(uuid=scan.uuid, school_id=by.school, copy=copy, posted_at=by.now)  # type: ignore[misc]
    except IntegrityError:
        return None


def _first_answer(scan: DeskScan, by: Viewer) -> Answer:
    row = Scan.objects.filter(uuid=scan.uuid, school=by.school).select_related("copy").first()
    if row is None:
        raise errors.ScanOfAnotherDesk
    return Answer(row.code, row.details, copy=str(row.copy.uuid) if row.copy else "", is_repeated=True)


def _carry_out(scan: DeskScan, copy: Copy, row: Scan, by: Viewer) -> Answer:
    reader = _reader(scan, by)
    named = {"title": copy.resource.title, "barcode": copy.barcode}
    if scan.act == Act.RENEW:
        loan = Loan.objects.filter(copy=copy, ended_at=None).select_related("copy", "resource").first()
        if loan is None:
            raise errors.NotOnLoan(**named)
        row.loan = renew(loan, by=by, allow=scan.allow)
        return Answer("renewed", {**named, "due": format_last_day(row.loan.due_at)}, copy=str(copy.uuid))
    if scan.act == Act.OUT or (scan.act == Act.AUTO and reader is not None):
        if reader is None:
            raise errors.NoReader(title=copy.resource.title)
        row.loan = check_out(copy, reader, by=by, allow=scan.allow, at=scan.at)
        return Answer("lent", {**named, "due": format_last_day(row.loan.due_at)}, copy=str(copy.uuid))
    returned = check_in(copy, by=by, at=scan.at)
    row.loan = returned.loan
    details = {
        **named,
        "days_overdue": returned.days_overdue,
        "was_lost": returned.state_before == Copy.State.LOST,
        "was_in_repair": returned.state_before == Copy.State.REPAIR,
        "shelf": " · ".join(filter(None, (copy.store, copy.shelf, copy.call_number))) or "—",
    }
    code = "returned" if returned.loan else "not_lent"
    return Answer(code, details, copy=str(copy.uuid), sentences=_put_aside(returned.waits_for))


def _put_aside(hold: Hold | None) -> tuple[str, ...]:
    """Return for whom a returned copy is put aside."""
    if hold is None or hold.borrower is None or hold.window_until is None:
        return ()
    name, day = hold.borrower.person.name, format_last_day(hold.window_until)
    return (_("Put it aside for %(name)s, who placed a hold, until %(day)s.") % {"name": name, "day": day},)


def _reader(scan: DeskScan, by: Viewer) -> Membership | None:
    """Return the reader whom the scan names, or None. Raise a DeskRefusal for a card that is not valid here."""
    school: int = by.school  # type: ignore[assignment]
    if scan.reader is not None:
        return Membership.objects.filter(uuid=scan.reader, school=school).select_related("school").first()
    if not scan.card:
        return None
    reader = look_up.reader_by_card(school, scan.card)
    if reader is None:
        raise errors.UnknownCard(text=scan.card)
    return reader

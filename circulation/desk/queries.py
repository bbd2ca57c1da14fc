"""All reads of the desk: readers and what they have on loan, and what is overdue; the viewer is the first argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from access.viewer import Viewer
from accounts.dates import days_until
from accounts.errors import NotFound
from accounts.models import Membership, Role, School
from accounts.text import clean_line
from circulation.desk.look_up import card_of
from circulation.loans.models import Loan
from circulation.rules.book import class_names
from repository.collation import given_name_key
from repository.letters import has_words, plain
from repository.queries import require_staff

MAX_FOUND = 100
Found = list[tuple[Membership, str]]  # readers, each with the class


@dataclass(frozen=True)
class LoanLine:
    """A loan as the desk lists it; `days_overdue` is 0 until the day after the due date."""

    loan: Loan
    days_overdue: int
    class_name: str = ""


@dataclass(frozen=True)
class ReaderPanel:
    """What the desk shows of the chosen reader."""

    member: Membership
    class_name: str
    card: str
    has_left: bool
    loans: list[LoanLine]

    @property
    def overdue(self) -> int:
        """Return the number of overdue loans."""
        return sum(line.days_overdue > 0 for line in self.loans)


def desk_school(viewer: Viewer) -> School:
    """Return the school at whose desk the viewer works. Raise NotFound for all but librarians."""
    if viewer.school is None:
        raise NotFound
    require_staff(viewer, viewer.school)
    return School.objects.get(pk=viewer.school)


def reader_for(viewer: Viewer, uuid: UUID | str) -> Membership:
    """Return a member of the viewer's school, also one who has left. Raise NotFound for any other."""
    members = Membership.objects.filter(school=desk_school(viewer), uuid=uuid).select_related("person", "school")
    member = members.first()
    if member is None:
        raise NotFound
    return member


def reader_panel(viewer: Viewer, uuid: UUID | str) -> ReaderPanel:
    """Return what the desk shows of a reader. Raise NotFound for readers of other schools."""
    member = reader_for(viewer, uuid)
    return ReaderPanel(
        member=member,
        class_name=class_names([member.pk]).get(member.pk, ""),
        card=card_of(member),
        has_left=member.until is not None and member.until <= viewer.now,
        loans=_lines(viewer, open_loans(viewer).filter(borrower=member)),
    )


def open_loans(viewer: Viewer) -> QuerySet[Loan]:
    """Return the open loans of the copies of the viewer's school, the first due first. Raise NotFound."""
    loans = Loan.objects.filter(copy__holder=desk_school(viewer), ended_at=None)
    return loans.select_related("copy", "resource", "borrower__person").order_by("due_at", "pk")


def find_readers(viewer: Viewer, text: str) -> Found:
    """Return current members whose name has words that begin so, or whose class or user name it is.

    Without regard to diacritics and case; at most MAX_FOUND, sorted by given name, each with the class.
    """
    school = desk_school(viewer)
    wanted = plain(clean_line(text))
    if not wanted:
        return []
    members = list(
        Membership.objects.filter(Q(until=None) | Q(until__gt=viewer.now), school=school).select_related("person")
    )
    classes = class_names(member.pk for member in members)
    found = [
        (member, classes.get(member.pk, ""))
        for member in members
        if wanted in (plain(classes.get(member.pk, "")), plain(member.person.username))
        or has_words(plain(member.person.name), wanted)
    ]
    found.sort(key=lambda row: given_name_key(row[0].person.name))
    return found[:MAX_FOUND]


def next_in_class(viewer: Viewer, class_name: str, reader: str) -> Membership | None:
    """Return who follows a reader (a UUID) in a class by given name; None after the last, or for no such class."""
    if not class_name:
        return None
    members = [member for member, name in find_readers(viewer, class_name) if plain(name) == plain(class_name)]
    after = [place for place, member in enumerate(members, 1) if str(member.uuid) == reader]
    return members[after[0]] if after and after[0] < len(members) else None


def class_names_of(viewer: Viewer) -> list[str]:
    """Return the names of the classes in which members of the school are now, 6A2 before 6A10."""
    members = Membership.objects.filter(Q(until=None) | Q(until__gt=viewer.now), school=desk_school(viewer))
    rows = members.filter(enrolments__until=None, enrolments__isnull=False)
    names = rows.values_list("enrolments__school_class__sort_key", "enrolments__school_class__name")
    return [name for _key, name in sorted(set(names))]


def overdue_lines(viewer: Viewer, *, class_name: str = "", role: str = "", least_days: int = 1) -> list[LoanLine]:
    """Return the overdue loans of the school by class and given name, of one class or role, at least so many days."""
    loans = open_loans(viewer).filter(due_at__lte=viewer.now)
    if role in Role.values:
        loans = loans.filter(borrower__role=role)
    lines = [line for line in _lines(viewer, loans) if line.days_overdue >= least_days]
    if class_name:
        lines = [line for line in lines if plain(line.class_name) == plain(class_name)]
    return sorted(lines, key=lambda line: (line.class_name == "", line.class_name, _name_key(line), line.loan.due_at))


def _name_key(line: LoanLine) -> str:
    return str(given_name_key(line.loan.borrower.person.name)) if line.loan.borrower else ""


def _lines(viewer: Viewer, loans: Iterable[Loan]) -> list[LoanLine]:
    loans = list(loans)
    classes = class_names({loan.borrower_id for loan in loans if loan.borrower_id is not None})
    return [
        LoanLine(
            loan=loan,
            days_overdue=max(0, -days_until(loan.due_at, viewer.now) + 1) if loan.due_at <= viewer.now else 0,
            class_name=classes.get(loan.borrower_id or 0, ""),
        )
        for loan in loans
    ]

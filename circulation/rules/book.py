"""The rules, the calendar and the school year of a school, as its desk needs them; no function here takes a viewer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from accounts.models import Membership, Role, School
from circulation.copies.models import Copy
from circulation.rules.calendar import Calendar
from circulation.rules.deciding import Day, Item, Reader, Terms, terms
from circulation.rules.models import ClosedDays, LoanRule, OpeningDays
from repository.models import Resource

# What a school without rules begins with. The conditions of a row that are not named match everything.
DEFAULTS: tuple[dict[str, object], ...] = (
    {"days": 14, "max_loans": 3, "renewals": 1},
    {"role": Role.TEACHER, "days": 30, "max_loans": 10, "renewals": 2},
    {"role": Role.HEAD, "days": 30, "max_loans": 10, "renewals": 2},
    {"role": Role.LIBRARIAN, "days": 30, "max_loans": 10, "renewals": 2},
    {"kind": Resource.Kind.TEXTBOOK, "days": 270, "until_year_end": True, "max_loans": None, "renewals": 0},
)
CALENDAR_PAST = timedelta(days=1)
_GRADE = re.compile(r"\D{0,6}(\d{1,2})")


@dataclass(frozen=True)
class RuleBook:
    """The rows of a school, and the day on which they are applied."""

    rows: Sequence[LoanRule]
    day: Day

    def terms(self, reader: Reader, item: Item) -> Terms | None:
        """Return the terms of a loan, or None where the school does not lend this."""
        return terms(self.rows, reader, item, self.day)


def rule_book(school: int, now: datetime) -> RuleBook:
    """Return the rules that a school applies at a moment; the defaults, unsaved, where it has none."""
    rows = list(LoanRule.objects.filter(school=school)) or default_rules(school)
    today = localdate(now)
    return RuleBook(rows, Day(today, calendar_of(school, today), year_end_of(school, today)))


def default_rules(school: int) -> list[LoanRule]:
    """Return the rows with which a school begins, not saved; their keys are negative, to tell them apart."""
    return [LoanRule(pk=-number, school_id=school, **row) for number, row in enumerate(DEFAULTS, 1)]


def calendar_of(school: int, today: date) -> Calendar:
    """Return the closed days of a school from today on."""
    weekdays = OpeningDays.objects.filter(school=school).values_list("closed_weekdays", flat=True).first()
    closed = ClosedDays.objects.filter(school=school, last_day__gte=today - CALENDAR_PAST)
    return Calendar(
        closed_weekdays=frozenset({7} if weekdays is None else map(int, weekdays)),
        closed=tuple(closed.values_list("first_day", "last_day")),
    )


def year_end_of(school: int, today: date) -> date | None:
    """Return the last day of the school year in which a day lies or that comes next; None where none is entered.

    The years are rows of the app roster, which stands above this one: they are read by the name of the relation.
    """
    ends = School.objects.filter(pk=school, years__last_day__gt=today).order_by("years__last_day")
    return ends.values_list("years__last_day", flat=True).first()


def grade_of_class(name: str) -> int | None:
    """Return the grade of a class by its name (6A1, 10 Toán, Lớp 3B), or None."""
    match = _GRADE.match(name)
    grade = int(match.group(1)) if match else 0
    return grade if 1 <= grade <= 12 else None


def class_names(members: Iterable[int]) -> dict[int, str]:
    """Return by key the class in which each of these memberships is now; read by relation, as the years are."""
    rows = Membership.objects.filter(pk__in=list(members), enrolments__until=None, enrolments__isnull=False)
    return dict(rows.order_by("enrolments__pk").values_list("pk", "enrolments__school_class__name"))


def reader_of(member: Membership) -> Reader:
    """Return what the rules need to know of a borrower."""
    return Reader(member.role, grade_of_class(class_names([member.pk]).get(member.pk, "")))


def allows_hold(resource: Resource, member: Membership, school: int, now: datetime) -> bool:
    """Return whether the rules of a school let this member wait for a printed copy of a title, in whatever room."""
    collections = Resource.objects.filter(pk=resource.pk, collections__isnull=False).values_list(
        "collections", flat=True
    )
    terms = rule_book(school, now).terms(reader_of(member), Item(resource.kind, frozenset(collections)))
    return terms is None or terms.holds_allowed


def items_of(copies: Iterable[Copy]) -> dict[int, Item]:
    """Return by key what the rules need to know of copies, which come with their resource."""
    copies = list(copies)
    found: dict[int, set[int]] = {}
    entries = Resource.objects.filter(pk__in={copy.resource_id for copy in copies}, collections__isnull=False)
    for resource, collection in entries.values_list("pk", "collections"):
        found.setdefault(resource, set()).add(collection)
    return {
        copy.pk: Item(
            kind=copy.resource.kind,
            collections=frozenset(found.get(copy.resource_id, ())),
            store=copy.store,
            on_site_only=copy.on_site_only,
        )
        for copy in copies
    }

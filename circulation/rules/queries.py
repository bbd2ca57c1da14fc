"""All reads of lending rules and closed days; the first argument is the viewer, a librarian of the school."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import localdate

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from circulation.rules.book import calendar_of, rule_book
from circulation.rules.calendar import Calendar
from circulation.rules.deciding import Item, Reader, Terms
from circulation.rules.models import ClosedDays, LoanRule
from repository.models import Collection
from repository.queries import require_staff


@dataclass(frozen=True)
class Rehearsal:
    """What would happen if somebody borrowed something today: the terms, or None where no row matches."""

    terms: Terms | None
    number: int = 0  # of the deciding row in the table, from 1


def rules_school(viewer: Viewer) -> School:
    """Return the school whose rules the viewer edits. Raise NotFound for all but librarians."""
    if viewer.school is None:
        raise NotFound
    require_staff(viewer, viewer.school)
    return School.objects.get(pk=viewer.school)


def rules_of(viewer: Viewer) -> list[LoanRule]:
    """Return the rows of the school, the most specific first; the defaults, unsaved, where it has none."""
    rows = rule_book(rules_school(viewer).pk, viewer.now).rows
    order = ("collection_id", "store", "kind", "grade", "role")
    return sorted(rows, key=lambda row: ([not getattr(row, name) for name in order], abs(row.pk)))


def rule_for(viewer: Viewer, pk: int) -> LoanRule:
    """Return one row of the school. Raise NotFound for any other."""
    row = LoanRule.objects.filter(school=rules_school(viewer), pk=pk).first()
    if row is None:
        raise NotFound
    return row


def closed_days_of(viewer: Viewer) -> QuerySet[ClosedDays]:
    """Return the closed days of the school."""
    return ClosedDays.objects.filter(school=rules_school(viewer))


def closed_days_for(viewer: Viewer, pk: int) -> ClosedDays:
    """Return one entry of closed days of the school. Raise NotFound for any other."""
    row = closed_days_of(viewer).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def calendar_for(viewer: Viewer) -> Calendar:
    """Return the calendar of the school from today on."""
    return calendar_of(rules_school(viewer).pk, localdate(viewer.now))


def own_collections(viewer: Viewer) -> QuerySet[Collection]:
    """Return the collections that a rule of the school may name."""
    return Collection.objects.filter(school=rules_school(viewer))


def rehearse(viewer: Viewer, reader: Reader, item: Item) -> Rehearsal:
    """Return what would happen if this reader borrowed this item today."""
    terms = rule_book(rules_school(viewer).pk, viewer.now).terms(reader, item)
    if terms is None:
        return Rehearsal(None)
    return Rehearsal(terms, [row.pk for row in rules_of(viewer)].index(terms.row.pk) + 1)

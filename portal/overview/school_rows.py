"""The rows of the table of schools: one page of them on the screen, all of them in an export."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from access.viewer import Viewer
from portal.models import Desk
from portal.overview import figures
from portal.overview.figures import Audience
from portal.overview.scope import Scope, ScopedSchool
from portal.overview.small_numbers import CoarseNumber, coarse


class Order(StrEnum):
    """The orders of the table."""

    NAME = "ten"
    HOLDINGS = "hoc-lieu"


@dataclass(frozen=True)
class SchoolRow:
    """The numbers of one school; `has_page`: there is a page of the school to link to."""

    school: ScopedSchool
    published: int
    shared: int
    agreements: int
    loans: CoarseNumber
    people: CoarseNumber
    has_page: bool


def ordered(scope: Scope, schools: Sequence[ScopedSchool], order: Order) -> Sequence[ScopedSchool]:
    """Return the schools, which are ordered by name, in another order: most published resources first."""
    if order == Order.NAME:
        return schools
    numbers = figures.holdings_by_school(scope, scope.keys)
    return sorted(schools, key=lambda school: -numbers[school.key])


def school_rows(viewer: Viewer, scope: Scope, schools: Iterable[ScopedSchool]) -> list[SchoolRow]:
    """Return the numbers of these schools, in seven queries for any number of them."""
    schools = list(schools)
    keys = frozenset().union(*(school.keys for school in schools))
    audiences = figures.audiences_by_school(scope, keys, viewer.now)
    agreements = figures.agreements_by_school(scope, keys)
    loans = figures.loans_by_school(scope, keys, viewer.now)
    people = figures.people_by_school(scope, keys, viewer.now)
    with_page = set(Desk.objects.filter(school__in=keys).exclude(home=None).values_list("school", flat=True))
    rows = []
    for school in schools:
        numbers = audiences.get(school.key, Counter[Audience]())
        published = numbers.total()
        rows.append(
            SchoolRow(
                school=school,
                published=published,
                shared=published - numbers[Audience.OWN],
                agreements=agreements[school.key],
                loans=coarse(loans[school.key]),
                people=coarse(people[school.key]),
                has_page=school.key in with_page,
            )
        )
    return rows


def headings() -> tuple[str, ...]:
    """Return the headings of the table, in the order of `cells`."""
    return (
        _("School"),
        _("Unit"),
        _("Published resources"),
        _("Open beyond the school"),
        _("Agreements in force"),
        pgettext("number", "Loans"),
        _("People"),
    )


def cells(row: SchoolRow) -> tuple[str | int | CoarseNumber, ...]:
    """Return the cells of a row."""
    return (
        row.school.name,
        row.school.above,
        row.published,
        row.shared,
        row.agreements,
        row.loans,
        row.people,
    )

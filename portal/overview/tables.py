"""The tables of the overview in words, each with charts. To add one: write a function, name it in `tables_of`."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from access.viewer import Viewer
from portal.overview import figures
from portal.overview.charts import BarChart, bar_chart
from portal.overview.figures import Audience
from portal.overview.scope import Scope
from portal.overview.small_numbers import CoarseNumber, coarse
from repository.models import Resource
from sharing.models import Agreement
from sharing.wording import KIND_PLURALS

Cell = str | int | CoarseNumber
MAX_UNITS = 12  # bars of one chart


@dataclass(frozen=True)
class Table:
    """A table: its name in addresses, its title, what it counts, headings, and rows of a name and numbers."""

    name: str
    title: str
    summary: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    charts: tuple[BarChart, ...] = ()


def tables_of(viewer: Viewer, scope: Scope) -> tuple[Table, ...]:
    """Return the tables of the whole scope."""
    return (
        units_table(scope),
        holdings_table(scope),
        sharing_table(scope, viewer.now),
        agreements_table(scope),
        activity_table(scope, viewer.now),
    )


def units_table(scope: Scope) -> Table:
    """Return how many schools are part of which unit."""
    numbers = Counter(school.above or _("no unit above") for school in scope.schools)
    total = len(scope.schools)
    summary = ngettext("%(number)s school today.", "%(number)s schools today.", total) % {"number": total}
    return _counted("units", _("Schools"), summary, (_("Unit"), _("Schools")), numbers.most_common())


def holdings_table(scope: Scope) -> Table:
    """Return how many published resources of which kind the schools hold."""
    numbers = figures.holdings_by_kind(scope)
    total = numbers.total()
    summary = ngettext("%(number)s published resource.", "%(number)s published resources.", total) % {"number": total}
    rows = [(capfirst(str(KIND_PLURALS[kind])), numbers[kind]) for kind in Resource.Kind.values if numbers[kind]]
    rows.sort(key=lambda row: -row[1])
    return _counted("holdings", _("Holdings"), summary, (_("Kind"), _("Published resources")), rows)


def sharing_table(scope: Scope, now: datetime) -> Table:
    """Return how many published resources reach which widest audience."""
    by_school = figures.audiences_by_school(scope, scope.keys, now)
    numbers: Counter[Audience] = sum(by_school.values(), Counter())
    total = numbers.total()
    shared = total - numbers[Audience.OWN]
    summary = _("%(shared)s of %(total)s published resources are open beyond the own school.")
    words = {
        Audience.READS: _("Everyone reads it"),
        Audience.FINDS: _("Everyone only finds it"),
        Audience.SCHOOLS: _("Other schools find it"),
        Audience.OWN: _("Only the own school"),
    }
    rows = [(words[audience], numbers[audience]) for audience in Audience] if total else []
    return _counted(
        "sharing",
        _("What is shared"),
        summary % {"shared": shared, "total": total},
        (_("Widest audience"), _("Published resources")),
        rows,
    )


def agreements_table(scope: Scope) -> Table:
    """Return how many agreements of the schools are in which state."""
    numbers = figures.agreements_by_state(scope)
    active = numbers[Agreement.State.ACTIVE]
    summary = ngettext("%(number)s agreement in force.", "%(number)s agreements in force.", active)
    shown = [state for state in Agreement.State if state != Agreement.State.DRAFT and numbers[state]]
    rows = [(capfirst(str(state.label)), numbers[state]) for state in shown]
    headings = (_("State"), _("Agreements"))
    return _counted("agreements", _("Agreements"), summary % {"number": active}, headings, rows)


def activity_table(scope: Scope, now: datetime) -> Table:
    """Return loans and newly published resources of each month; loans are coarse numbers."""
    loans, new = figures.loans_by_month(scope, now), figures.published_by_month(scope, now)
    months = figures.months_until(now)
    summary = _(
        "Loans and people are rounded to the nearest five; fewer than five are not shown, so that nobody can be "
        "recognised."
    )
    named = [(f"{month:%m/%Y}", coarse(loans[month]), new[month]) for month in months]
    loans_name, new_name = pgettext("number", "Loans"), _("Newly published")
    return Table(
        "activity",
        _("Activity in twelve months"),
        summary,
        (_("Month"), loans_name, new_name),
        tuple(named),
        (
            *bar_chart(loans_name, ((month, str(number), number.length) for month, number, _number in named)),
            *bar_chart(new_name, ((month, str(number), number) for month, _loans, number in named)),
        ),
    )


def _counted(name: str, title: str, summary: str, headings: tuple[str, str], rows: list[tuple[str, int]]) -> Table:
    """Return a table of names with one number each; its chart shows the first ones and adds up the others."""
    drawn = rows if len(rows) <= MAX_UNITS else rows[: MAX_UNITS - 1]
    others = sum(number for _name, number in rows[len(drawn) :])
    bars = [(name, str(number), number) for name, number in drawn]
    bars += [(pgettext("rest of a list", "Others"), str(others), others)] if others else []
    return Table(name, title, summary, headings, tuple(rows), bar_chart(title, bars))

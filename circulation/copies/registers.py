"""The registers of Vietnamese schools: their columns, filled from copies and entries.

The accession register (sổ đăng kí cá biệt) has a line for each copy. The general register (sổ đăng kí tổng quát) has a
line for copies that came in together (part I), that went out together (part II), and for each year (part III).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from access.viewer import Viewer
from accounts.dates import format_date
from accounts.money import in_one_line
from circulation.copies.models import Copy, RegisterEntry, Withdrawal
from circulation.copies.queries import held_copies


@dataclass(frozen=True)
class Column:
    """A column of a register: its heading, its value for a row, its part of the width of a page."""

    heading: str
    value: Callable[[Any], Any]
    width: int = 10


@dataclass
class Sums:
    """What is counted of the copies of an entry; `value` in đồng."""

    titles: set[int] = field(default_factory=set)
    copies: int = 0
    value: int = 0
    by_category: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    by_reason: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, resource: int, price: int | None, category: str, reason: str) -> None:
        """Count one copy."""
        self.titles.add(resource)
        self.copies += 1
        self.value += price or 0
        self.by_category[category or _("others")] += 1
        self.by_reason[reason] += 1

    @property
    def value_in_words(self) -> str:
        """Return the value as it is written in Vietnam."""
        return in_one_line(self.value)

    @property
    def categories(self) -> str:
        """Return the copies by category in words."""
        return "; ".join(f"{name}: {size}" for name, size in sorted(self.by_category.items()))

    @property
    def reasons(self) -> str:
        """Return the copies by reason in words."""
        labels = dict(Copy.Reason.choices)
        return "; ".join(f"{labels.get(name, name)}: {size}" for name, size in sorted(self.by_reason.items()) if name)


@dataclass(frozen=True)
class EntryRow:
    """An entry of the general register with its sums."""

    entry: Any
    sums: Sums


@dataclass(frozen=True)
class YearRow:
    """A year of part III: copies and their value that came in, went out and are there at its end."""

    year: int
    came: tuple[int, int]
    went: tuple[int, int]
    present: tuple[int, int]


def accession_columns() -> list[Column]:
    """Return the columns of the accession register."""
    return [
        Column(_("Date of entry"), _entered, 10),
        Column(_("Accession number"), lambda copy: copy.accession_number, 12),
        Column(_("Author and title"), _author_and_title, 34),
        Column(_("Publisher"), lambda copy: copy.resource.publisher, 14),
        Column(_("Place of publication"), lambda copy: copy.resource.place, 8),
        Column(_("Year"), lambda copy: copy.resource.year, 6),
        Column(pgettext("register", "Price"), lambda copy: copy.price, 9),
        Column(_("Class mark"), lambda copy: copy.call_number or copy.resource.ddc, 12),
        Column(_("No. in the general register"), lambda copy: copy.accession.number if copy.accession else "", 8),
        Column(_("Protocol of removal"), _protocol, 12),
        Column(_("Note"), _note, 14),
    ]


def accession_entry_columns() -> list[Column]:
    """Return the columns of part I of the general register."""
    return [
        *_first_columns(_("Source"), lambda row: row.entry.source),
        Column(_("By category"), lambda row: row.sums.categories, 26),
        Column(_("Note"), lambda row: row.entry.note, 14),
    ]


def withdrawal_entry_columns() -> list[Column]:
    """Return the columns of part II of the general register."""
    return [
        *_first_columns(_("Reasons"), lambda row: row.sums.reasons),
        Column(_("By category"), lambda row: row.sums.categories, 26),
        Column(_("Note"), lambda row: row.entry.note, 14),
    ]


def year_columns() -> list[Column]:
    """Return the columns of part III of the general register."""
    return [
        Column(_("Year"), lambda row: row.year),
        Column(_("Came in, copies"), lambda row: row.came[0]),
        Column(_("Came in, đồng"), lambda row: row.came[1]),
        Column(_("Went out, copies"), lambda row: row.went[0]),
        Column(_("Went out, đồng"), lambda row: row.went[1]),
        Column(_("Present, copies"), lambda row: row.present[0]),
        Column(_("Present, đồng"), lambda row: row.present[1]),
    ]


def entry_rows(entries: Iterable[RegisterEntry]) -> list[EntryRow]:
    """Return entries of one part with the sums of their copies, in one more query."""
    rows = {entry.pk: EntryRow(entry, Sums()) for entry in entries}
    kind = "withdrawal" if any(isinstance(row.entry, Withdrawal) for row in rows.values()) else "accession"
    found = Copy.objects.filter(**{f"{kind}__in": rows})
    for key, *values in found.values_list(kind, "resource", "price", "category", "removed_reason"):
        rows[key].sums.add(*values)
    return list(rows.values())


def year_rows(viewer: Viewer) -> list[YearRow]:
    """Return what came, went and is there for each year of the school's register, the last first."""
    came: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    went: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for entered, removed, price in held_copies(viewer).values_list("entered_at", "removed_at", "price"):
        for counted, moment in ((came, entered), (went, removed)):
            if moment is not None:
                sums = counted[localdate(moment).year]
                sums[0], sums[1] = sums[0] + 1, sums[1] + (price or 0)
    rows, copies, value = list[YearRow](), 0, 0
    for year in sorted(came.keys() | went.keys()):
        copies, value = copies + came[year][0] - went[year][0], value + came[year][1] - went[year][1]
        rows.append(YearRow(year, (came[year][0], came[year][1]), (went[year][0], went[year][1]), (copies, value)))
    return rows[::-1]


def cells(columns: Sequence[Column], row: Any) -> list[Any]:
    """Return the cells of a row: texts, and numbers as numbers."""
    return ["" if (value := column.value(row)) is None else value for column in columns]


def _first_columns(heading: str, value: Callable[[Any], Any]) -> list[Column]:
    return [
        Column(_("Date"), lambda row: format_date(row.entry.day), 10),
        Column(_("No."), lambda row: row.entry.number, 6),
        Column(heading, value, 20),
        Column(_("Number and date of the voucher"), lambda row: row.entry.voucher, 16),
        Column(_("Titles"), lambda row: len(row.sums.titles), 8),
        Column(_("Copies"), lambda row: row.sums.copies, 8),
        Column(_("Value (đồng)"), lambda row: row.sums.value, 12),
    ]


def _entered(copy: Copy) -> str:
    return format_date(localdate(copy.entered_at)) if copy.entered_at else ""


def _author_and_title(copy: Copy) -> str:
    first = next((person.shown for person in copy.resource.creators), "")
    return " – ".join(filter(None, (first, copy.resource.title)))


def _protocol(copy: Copy) -> str:
    if copy.withdrawal:
        return f"{copy.withdrawal.voucher or copy.withdrawal.number}, {format_date(copy.withdrawal.day)}"
    return ""


def _note(copy: Copy) -> str:
    state = str(copy.get_state_display()) if copy.state != Copy.State.ON_SHELF else ""
    return "; ".join(filter(None, (state, copy.note)))

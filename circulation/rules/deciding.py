"""Which row of a school's rules decides about a loan, and what follows from it. Pure: it reads no table.

Of the rows that match, the most specific decides. A row that names a collection comes before one that names a room;
then count the kind, the grade and the role, in this order. Of two that are equal in this, the one with fewer days
decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from circulation.rules.calendar import Calendar, due_day, last_open_day


class Row(Protocol):
    """What a row says; `circulation.LoanRule` does."""

    pk: int
    role: str
    grade: int | None
    kind: str
    collection_id: int | None
    store: str
    days: int
    until_year_end: bool
    max_loans: int | None
    renewals: int
    on_site_only: bool
    holds_allowed: bool


@dataclass(frozen=True)
class Reader:
    """Who borrows: the role, and the grade of a pupil (None: unknown, or no pupil)."""

    role: str
    grade: int | None = None


@dataclass(frozen=True)
class Item:
    """What is borrowed: the kind of the title, its collections (primary keys), and the room of the copy."""

    kind: str
    collections: frozenset[int] = frozenset()
    store: str = ""
    on_site_only: bool = False


@dataclass(frozen=True)
class Terms:
    """On which terms an item is lent today, and the row that decided."""

    row: Row
    due: date
    max_loans: int | None
    renewals: int
    on_site_only: bool
    holds_allowed: bool


@dataclass(frozen=True)
class Day:
    """The day of the loan: today, the school's calendar, and the last day of its school year (None: not entered)."""

    today: date
    calendar: Calendar = field(default_factory=Calendar)
    year_end: date | None = None


def deciding_row(rows: Iterable[Row], reader: Reader, item: Item) -> Row | None:
    """Return the row that decides, or None where none matches."""
    matching = [row for row in rows if matches(row, reader, item)]
    return min(matching, key=lambda row: (*_unspecific(row), row.until_year_end, row.days, row.pk), default=None)


def matches(row: Row, reader: Reader, item: Item) -> bool:
    """Return whether all conditions of a row are fulfilled; names of rooms are compared without regard to case."""
    return (
        row.role in ("", reader.role)
        and row.grade in (None, reader.grade)
        and row.kind in ("", item.kind)
        and (row.collection_id is None or row.collection_id in item.collections)
        and (not row.store or row.store.casefold() == item.store.casefold())
    )


def terms(rows: Iterable[Row], reader: Reader, item: Item, day: Day) -> Terms | None:
    """Return the terms of a loan made today, or None where no row matches: the school does not lend this."""
    row = deciding_row(rows, reader, item)
    if row is None:
        return None
    return Terms(
        row=row,
        due=due(row, day),
        max_loans=row.max_loans,
        renewals=row.renewals,
        on_site_only=row.on_site_only or item.on_site_only,
        holds_allowed=row.holds_allowed,
    )


def due(row: Row, day: Day) -> date:
    """Return the day on which a loan by this row is due.

    Until the end of the school year: on its last open day. Where the year is over or not entered, after the days of the
    row.
    """
    wanted = day.today + timedelta(days=row.days)
    if row.until_year_end and day.year_end is not None and day.year_end > day.today:
        return last_open_day(day.calendar, day.today, day.year_end)
    return due_day(day.calendar, day.today, wanted)


def counted(rows: Sequence[Row], reader: Reader, items: Iterable[Item], row: Row) -> int:
    """Return how many of the reader's items on loan count towards the limit of a row: those about which it decides."""
    decided = (deciding_row(rows, reader, item) for item in items)
    return sum(other is not None and other.pk == row.pk for other in decided)


def _unspecific(row: Row) -> tuple[bool, ...]:
    """Return which conditions a row lacks, the most important first."""
    return (row.collection_id is None, not row.store, not row.kind, row.grade is None, not row.role)

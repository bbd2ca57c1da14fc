"""Read a file row by row: each entry becomes a record, or the reason why it cannot; rows of one book become one record.

A register has a row for each copy. Rows that follow each other and say the same of the book, and rows that name nothing
but a further copy, belong to the record of the first one.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imports.errors import RecordProblem
from imports.spreadsheets.columns import REQUIRED
from imports.spreadsheets.errors import NumberTwice, TitleMissing
from imports.spreadsheets.lists import Layout, ListRow, layouts_of, rows_of
from imports.spreadsheets.rows import Reading, read_row
from ingest.parsers.spreadsheets import BOUNDS, sheets_of

MAX_ROWS = 500  # of one record


@dataclass
class Entry:
    """One record of a list with its rows; `problem`: why it cannot be imported."""

    rows: list[ListRow]
    reading: Reading
    problem: RecordProblem | None = None

    def raw(self) -> bytes:
        """Return the rows as JSON."""
        first = self.rows[0]
        stored: dict[str, Any] = {"layout": first.layout, "sheet": first.sheet}
        stored |= {"lines": [row.line for row in self.rows], "rows": [row.cells for row in self.rows]}
        return json.dumps(stored, ensure_ascii=False).encode("utf-8", "replace")


def layouts_in_file(path: Path) -> list[Layout]:
    """Return the lists of a file with guessed columns. Raise EmptyFile, Encrypted, NotATable, TooManyRows."""
    return layouts_of(sheets_of(path, BOUNDS["books"]))


def entries_of(path: Path, layouts: Sequence[Layout]) -> Iterator[Entry]:
    """Yield the records of a file, whose columns are as the layouts say."""
    numbers = _Numbers()
    open_entry: Entry | None = None
    for row in rows_of(sheets_of(path, BOUNDS["books"]), layouts):
        if not REQUIRED & set(layouts[row.layout].columns):  # a list that a librarian leaves out
            continue
        entry = _entry(row, layouts[row.layout].columns, numbers)
        if open_entry is not None and _belongs(entry, open_entry):
            open_entry.rows += entry.rows
            open_entry.reading.copies += entry.reading.copies
            continue
        if open_entry is not None:
            yield open_entry
        if entry.problem is None and entry.reading.is_continuation:
            entry.problem = TitleMissing()
        open_entry = entry
    if open_entry is not None:
        yield open_entry


def _entry(row: ListRow, columns: Sequence[str], numbers: "_Numbers") -> Entry:
    try:
        reading = read_row(row.cells, columns)
        numbers.add(reading, row.line)
        return Entry([row], reading)
    except RecordProblem as problem:
        return Entry([row], Reading(), problem)


def _belongs(entry: Entry, to: Entry) -> bool:
    """Return whether the row of an entry is a further row of the record before it."""
    one, other = entry.reading, to.reading
    if entry.problem or to.problem or entry.rows[0].sheet != to.rows[0].sheet or len(to.rows) >= MAX_ROWS:
        return False
    if one.is_continuation:
        return True
    if one.record or other.record:
        return one.record == other.record and one.values == other.values
    return one.values == other.values and _named(one) and _named(other)


def _named(reading: Reading) -> bool:
    return all(copy.keys() & {"number", "barcode"} for copy in reading.copies) and bool(reading.copies)


class _Numbers:
    """The line of each copy number and barcode of a file."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], int] = {}

    def add(self, reading: Reading, line: int) -> None:
        """Remember the numbers of a row. Raise NumberTwice if an earlier row has one of them."""
        own = [(name, copy[name]) for copy in reading.copies for name in ("number", "barcode") if name in copy]
        for key in own:
            if key in self._lines:
                raise NumberTwice(text=key[1], line=self._lines[key])
        self._lines |= dict.fromkeys(own, line)

"""Tables as schools export them: .xlsx, .xls and .ods, and HTML or CSV that is named .xls.

python-calamine reads the workbooks: openpyxl reads no .xls, and takes many times as long. What is no workbook is text,
in whatever encoding: HTML tables, Excel's XML of 2003, or values with separators.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

import python_calamine
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from ingest.errors import EmptyFile, Encrypted
from ingest.parsers.errors import NotATable, TooManyRows
from ingest.parsers.legacy_encodings import decoded, is_utf16, recoded

MAX_SPAN = 100  # rows or columns that a cell of a page covers
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and .xlsx with a password
_ZIP = b"PK\x03\x04"
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
_SEPARATORS = ("\t", ";", ",", "|")
_SNIFFED, _SNIFFED_TEXT = 20, 200_000  # lines, characters
_STATED = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)

Sheet = tuple[str, Iterator[list[str]]]


@dataclass(frozen=True)
class Bounds:
    """How much of a table is read, of rows that are not blank, columns, and characters of a cell.

    `lines`: whether a line break in a cell is information. `merged`: whether each cell of a merged column of cells has
    the text of the first, as in a list with a title beside its copies.
    """

    rows: int
    columns: int
    text: int
    lines: bool = False
    merged: bool = False


BOUNDS = {
    "people": Bounds(rows=20_000, columns=100, text=300),
    "books": Bounds(rows=100_000, columns=100, text=32_767, lines=True, merged=True),
}


def sheets_of(path: Path, bounds: Bounds = BOUNDS["people"]) -> Iterator[Sheet]:
    """Yield the name of each visible sheet that is not empty, and its rows of texts; a date is yyyy-mm-dd.

    The rows of a sheet must be read before the next sheet. Raises EmptyFile, Encrypted, NotATable, TooManyRows, the
    last two also while rows are read.
    """
    data = path.read_bytes()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise EmptyFile
    found = _workbook(path, bounds) if _is_workbook(path, data) else _text_tables(data, bounds)
    del data
    count = _RowCount(bounds.rows)
    for name, rows in found:
        counted = count.of(row[: bounds.columns] for row in rows)
        blank: list[list[str]] = []
        for row in counted:
            if any(row):
                yield name, chain(blank, [row], counted)
                break
            blank.append(row)


class _RowCount:
    """The number of rows that may still be read from a file."""

    def __init__(self, limit: int) -> None:
        self._limit = self._left = limit

    def of(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """Yield the rows. Raise TooManyRows behind the last that may be read."""
        for row in rows:
            self._left -= any(row)
            if self._left < 0:
                raise TooManyRows(limit=self._limit)
            yield row


def _is_workbook(path: Path, data: bytes) -> bool:
    """Return whether calamine is to read the file. Raise NotATable for what is neither a workbook nor text."""
    if data.startswith(_OLE):
        return True
    if data.startswith(_ZIP):
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as damaged:
            raise NotATable from damaged
        if names.isdisjoint(_WORKBOOK_PARTS):
            raise NotATable
        return True
    if data.startswith(_BINARY) or (b"\0" in data[:1000] and not is_utf16(data)):
        raise NotATable
    return False


def _workbook(path: Path, bounds: Bounds) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for sheet in workbook.sheets_metadata:
                if (
                    sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
                    and sheet.visible == python_calamine.SheetVisibleEnum.Visible
                ):
                    yield sheet.name, recoded(_sheet_rows(workbook.get_sheet_by_name(sheet.name), bounds))
    except PasswordError as protected:
        raise Encrypted from protected
    except (CalamineError, OSError, ValueError) as damaged:
        raise NotATable from damaged


def _sheet_rows(sheet: CalamineSheet, bounds: Bounds) -> Iterator[list[str]]:
    """Yield the rows from the first of the sheet on; calamine leaves out blank columns to the left of the table."""
    _top, left = sheet.start or (0, 0)
    spans = _columns_of_merged_cells(sheet) if bounds.merged else {}
    above: dict[int, tuple[int, str]] = {}  # by column: the last row with the text of a merged cell, and that text
    for number, row in enumerate(sheet.iter_rows()):
        texts = [""] * left + [_text(cell, bounds) for cell in row[: bounds.columns]]
        for column, (end, text) in above.items():
            if number <= end and column < len(texts):
                texts[column] = texts[column] or text
        above |= {column: (end, texts[column]) for column, end in spans.get(number, ()) if column < len(texts)}
        yield texts


def _columns_of_merged_cells(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Return by first row the column and the last row of merged cells in one column."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and bottom > top:
            found.setdefault(top, []).append((left, bottom))
    return found


def _text(cell: Any, bounds: Bounds) -> str:
    """Return the text of a cell; a whole number without its decimals, a date as yyyy-mm-dd."""
    match cell:
        case bool():
            return "x" if cell else ""
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date():
            return f"{cell:%Y-%m-%d}"
    return _cut(str(cell), bounds)


def _cut(text: str, bounds: Bounds) -> str:
    lines = text.splitlines() if bounds.lines else [text]
    text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
    if text.startswith('="') and text.endswith('"'):  # how programs write leading zeros into CSV
        text = text[2:-1]
    return text[: bounds.text]


def _text_tables(data: bytes, bounds: Bounds) -> Iterator[Sheet]:
    text = decoded(data)
    head = text[:5000].lower()
    if "<table" in head or "urn:schemas-microsoft-com:office:spreadsheet" in head or "<html" in head:
        reader = _TableReader(bounds)
        reader.feed(text)
        reader.close()
        yield from ((name, recoded(rows)) for name, rows in reader.tables)
        return
    yield "", recoded(_separated(text, bounds))


def _separated(text: str, bounds: Bounds) -> Iterator[list[str]]:
    """Yield the rows of values with separators: one that the first line states, or the most frequent."""
    stated = _STATED.match(text)
    if stated:
        text = text[stated.end() :]
    head = text[:_SNIFFED_TEXT].splitlines()[:_SNIFFED]
    lines = [line for line in head if line.strip()]
    if not lines:
        raise NotATable
    separator = stated[1] if stated else max(_SEPARATORS, key=lambda sign: _usual(line.count(sign) for line in lines))
    if not any(separator in line for line in lines):
        raise NotATable
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [_cut(cell, bounds) for cell in row[: bounds.columns]]
    except csv.Error as damaged:
        raise NotATable from damaged


def _usual(counts: Iterable[int]) -> int:
    """Return the median."""
    ordered = sorted(counts)
    return ordered[len(ordered) // 2]


class _TableReader(HTMLParser):
    """The tables of an HTML page, or the sheets of Excel's XML of 2003, whose tags differ in their names only."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(convert_charrefs=True)
        self._bounds = bounds
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._sheet = ""
        self._cell: list[str] | None = None
        self._pending: dict[tuple[int, int], str] = {}  # cells that a rowspan above has taken

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        given = {name: value or "" for name, value in attrs}
        if tag == "worksheet":
            self._sheet = given.get("ss:name", "")
        elif tag == "table":
            self.tables.append((self._sheet, []))
            self._pending = {}
        elif tag in ("tr", "row") and self.tables:
            self._end_cell()
            self.tables[-1][1].append([])
        elif tag in ("td", "th", "cell") and self.tables and self.tables[-1][1]:
            self._end_cell()
            self._begin_cell(given)
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        """Add to the open cell."""
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End the open cell."""
        if tag in ("td", "th", "cell", "tr", "row", "table"):
            self._end_cell()

    def _begin_cell(self, given: dict[str, str]) -> None:
        row, number = self.tables[-1][1][-1], len(self.tables[-1][1]) - 1
        while (number, len(row)) in self._pending:
            row.append("")
        index = _number(given.get("ss:index", ""))
        row.extend([""] * (min(index, MAX_SPAN) - 1 - len(row)))
        self._spans = (
            max(_number(given.get("colspan", "")), _number(given.get("ss:mergeacross", "")) + 1),
            max(_number(given.get("rowspan", "")), 1),
        )
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row, number = self.tables[-1][1][-1], len(self.tables[-1][1]) - 1
        across, down = (min(span, MAX_SPAN) for span in self._spans)
        for below in range(1, down):
            self._pending |= {(number + below, len(row) + column): "" for column in range(across)}
        row.extend([_cut("".join(self._cell), self._bounds), *[""] * (across - 1)])
        self._cell = None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0

"""Tables as schools export them: .xlsx, .xls and .ods, and HTML or CSV that is named .xls.

python-calamine reads the workbooks: openpyxl reads no .xls, and takes many times as long. What is no workbook is text,
in whatever encoding: HTML tables, Excel's XML of 2003, or values with separators.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import python_calamine
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from ingest.errors import EmptyFile, Encrypted
from ingest.parsers.errors import NotATable, TooManyRows
from ingest.parsers.legacy_encodings import decoded

MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 20_000, 100, 300
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and .xlsx with a password
_ZIP = b"PK\x03\x04"
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
_SEPARATORS = ("\t", ";", ",", "|")
_SNIFFED = 20  # lines

Sheet = tuple[str, Iterator[list[str]]]


def sheets_of(path: Path) -> Iterator[Sheet]:
    """Yield the name of each visible sheet that is not empty, and its rows of texts; a date is yyyy-mm-dd.

    Raises EmptyFile, Encrypted, NotATable, TooManyRows.
    """
    data = path.read_bytes()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise EmptyFile
    found = _workbook(path) if _is_workbook(path, data) else _text_tables(data)
    rows_left = MAX_ROWS
    for name, rows in found:
        table = [row[:MAX_COLUMNS] for row in rows]
        rows_left -= len(table)
        if rows_left < 0:
            raise TooManyRows(limit=MAX_ROWS)
        if any(map(any, table)):
            yield name, iter(table)


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
    if data.startswith(_BINARY) or (b"\0" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise NotATable
    return False


def _workbook(path: Path) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for sheet in workbook.sheets_metadata:
                if (
                    sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
                    and sheet.visible == python_calamine.SheetVisibleEnum.Visible
                ):
                    rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                    yield sheet.name, ([_text(cell) for cell in row] for row in rows)
    except PasswordError as protected:
        raise Encrypted from protected
    except (CalamineError, OSError, ValueError) as damaged:
        raise NotATable from damaged


def _text(cell: Any) -> str:
    """Return the text of a cell; a whole number without its decimals, a date as yyyy-mm-dd."""
    match cell:
        case bool():
            return "x" if cell else ""
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date():
            return f"{cell:%Y-%m-%d}"
    return _cut(str(cell))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if text.startswith('="') and text.endswith('"'):  # how programs write leading zeros into CSV
        text = text[2:-1]
    return text[:MAX_TEXT]


def _text_tables(data: bytes) -> Iterator[Sheet]:
    text = decoded(data)
    head = text[:5000].lower()
    if "<table" in head or "urn:schemas-microsoft-com:office:spreadsheet" in head or "<html" in head:
        reader = _TableReader()
        reader.feed(text)
        reader.close()
        yield from ((name, iter(rows)) for name, rows in reader.tables)
        return
    lines = [line for line in text.splitlines()[:_SNIFFED] if line.strip()]
    separator = max(_SEPARATORS, key=lambda sign: sorted(line.count(sign) for line in lines)[len(lines) // 2])
    if not any(separator in line for line in lines):
        raise NotATable
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield "", iter([[_cut(cell) for cell in row] for row in rows])
    except csv.Error as damaged:
        raise NotATable from damaged


class _TableReader(HTMLParser):
    """The tables of an HTML page, or the sheets of Excel's XML of 2003, whose tags differ in their names only."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
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
            self._cell.append(" ")

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
        row.extend([""] * (min(index, MAX_COLUMNS) - 1 - len(row)))
        self._spans = (
            max(_number(given.get("colspan", "")), _number(given.get("ss:mergeacross", "")) + 1),
            max(_number(given.get("rowspan", "")), 1),
        )
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row, number = self.tables[-1][1][-1], len(self.tables[-1][1]) - 1
        across, down = (min(span, MAX_COLUMNS) for span in self._spans)
        for below in range(1, down):
            self._pending |= {(number + below, len(row) + column): "" for column in range(across)}
        row.extend([_cut("".join(self._cell)), *[""] * (across - 1)])
        self._cell = None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0

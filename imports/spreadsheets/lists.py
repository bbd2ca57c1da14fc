"""The lists of a workbook: headings in one or two lines below a letterhead, and the rows below them, one at a time.

`layouts_of` reads the file once for the headings, samples and what is passed over; `rows_of` once more for the rows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from typing import Any

from imports.spreadsheets.columns import REQUIRED, Column
from imports.spreadsheets.guess import SEPARATOR, candidates, column_of, guess
from ingest.parsers.list_rows import (
    SEARCHED,
    ListRules,
    Part,
    cell,
    head_of,
    is_order,
    normalized,
    parted,
)
from repository.spelling import fold

Sheet = tuple[str, Iterable[Sequence[str]]]
SAMPLES, SAMPLE_LENGTH = 3, 80  # of each column; characters
GUESSED = 60  # texts of a column by which its meaning is guessed
MAX_PASSED = 50  # rows of each list that are named as passed over
EXAMPLE_SHEETS = frozenset({"vi du", "example", "huong dan", "instructions", "danh muc", "codes"})
DITTO = frozenset({'"', "”", "“", "″", "''", "//", "-nt-", "nt", "- nt -", '-"-', "như trên", "-//-"})
_TOTAL = re.compile(
    r"(tong( so| cong)?|cong)( (sach|ban|cuon|quyen|dau sach|so ban|so sach|thanh tien|tien|trang|kho))*"
    r"\W*[\d.,\s]*(\s*(ban|cuon|quyen|dong|d|dau sach|ten))*\W*|total\W*[\d.,\s]*"
)
_SIGNATURE = re.compile(
    r"(nguoi (lap|lap bang|lap bieu|kiem ke|thong ke)|hieu truong|pho hieu truong|can bo thu vien|nhan vien thu vien|"
    r"thu thu|thu truong|ke toan|xac nhan.{0,60}|ky ten.*|kt hieu truong|\(?ky(,| va)? ghi.{0,40}|"
    r".{0,40}\bngay\b.{1,12}\bthang\b.{1,12}\bnam\b.{0,12}|bang chu ?:.*|an dinh.{0,80})\W*"
)
_SECTION = re.compile(
    r"(?:[IVX]{1,5}|[A-H])\s*[.)/]\s*\D{3,}|(?:phần|chương|khối|lớp)\s+(?:[IVX]+|\d{1,2})\b.{0,40}|môn:?\s.{2,20}",
    re.IGNORECASE,
)
RESUMED = 3  # cells of a row that is an entry again after a total


@dataclass
class Layout:
    """The columns of the sheets that have the same headings.

    `columns`: what each holds (a Column) or "". `samples`: some texts of each. `rows`: how many entries there are.
    `passed`: sheet, line and text of rows that are none, of which there are `passed_count`, blank ones not counted.
    """

    heads: list[str]
    columns: list[str]
    samples: list[list[str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    rows: int = 0
    passed: list[list[Any]] = field(default_factory=list)
    passed_count: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return what the database stores."""
        return asdict(self)


@dataclass(frozen=True)
class ListRow:
    """One entry: the number of its layout, its sheet, its line there from 1, its texts in the order of the columns."""

    layout: int
    sheet: str
    line: int
    cells: list[str]


def layouts_of(sheets: Iterable[Sheet]) -> list[Layout]:
    """Return the layouts of all lists, with guessed columns; if no sheet has headings, that of the first sheet."""
    found: list[Layout] = []
    unheaded: list[Layout] = []
    for name, rows in sheets:
        if normalized(name) in EXAMPLE_SHEETS:
            continue
        heads, first, body = _begin(rows)
        layout = Layout(heads, [])
        cells: list[list[str]] = [[] for _head in heads]
        for line, (row, part) in enumerate(parted(body, heads, RULES), first + 1):
            _count(layout, name, line, row, part)
            if part is Part.ENTRY and layout.rows <= GUESSED:
                _collect(cells, row)
        layout.columns = guess(heads, cells)
        layout.samples = [_samples(texts) for texts in cells]
        layout.sheets = [name]
        if not any(heads):
            unheaded.append(layout)
        elif layout.rows or layout.passed_count:
            _join(found, layout)
    return found or unheaded[:1]


def rows_of(sheets: Iterable[Sheet], layouts: Sequence[Layout]) -> Iterator[ListRow]:
    """Yield the entries of the sheets that have one of the layouts; a ditto mark becomes what stands above it."""
    for name, rows in sheets:
        heads, first, body = _begin(rows)
        number = next((n for n, one in enumerate(layouts) if name in one.sheets and one.heads == heads), None)
        if number is None:
            continue
        above: list[str] = [""] * len(heads)
        for line, (row, part) in enumerate(parted(body, heads, RULES), first + 1):
            if part is Part.ENTRY:
                cells = [cell(row, place) for place in range(len(heads))]
                above = [old if text.lower() in DITTO else text for old, text in zip(above, cells, strict=True)]
                yield ListRow(number, name, line, above)


def _begin(rows: Iterable[Sequence[str]]) -> tuple[list[str], int, Iterator[Sequence[str]]]:
    """Return the headings of a sheet, the number of rows above its list, and the rows of the list."""
    iterator = iter(rows)
    top = list(islice(iterator, SEARCHED + 2))
    head = head_of(top, RULES)
    if head is None:
        return [""] * max(map(len, top), default=0), 0, chain(top, iterator)
    heads, first = _heads(top, head)
    return heads, first, chain(top[first:], iterator)


def _heads(top: Sequence[Sequence[str]], head: int) -> tuple[list[str], int]:
    """Return the headings with those of a line above or below that belong to them, and the first row of the list."""
    above = top[head - 1] if head else []
    below = top[head + 1] if head + 1 < len(top) else []
    width = max(len(top[head]), len(below))
    heads = [cell(top[head], place) for place in range(width)]
    if _is_heading_line(below, heads):
        parents = _carried(heads)
        return [_joined(parents[place], cell(below, place)) or heads[place] for place in range(width)], head + 2
    if sum(map(bool, above)) > 1 and any(candidates(text) or is_order(text) for text in above if text):
        parents = _carried([cell(above, place) for place in range(width)])
        return [_joined(parents[place], text) or parents[place] for place, text in enumerate(heads)], head + 1
    return heads, head + 1


def _is_heading_line(row: Sequence[str], heads: Sequence[str]) -> bool:
    """Return whether a row below the headings continues them: it names fields, some where a merged heading is above."""
    named = {place: found for place, text in enumerate(row) if text and (found := candidates(text))}
    if len({found[0] for found in named.values()}) < 2 or any(re.search(r"\d{3}", text) for text in row):
        return False
    return any(not heads[place] for place in named)


def _carried(texts: Sequence[str]) -> list[str]:
    """Return the texts, each also over the empty cells to its right, as a merged heading stands over its columns."""
    carried: list[str] = []
    for text in texts:
        carried.append(text or (carried[-1] if carried else ""))
    return carried


def _joined(parent: str, text: str) -> str:
    return f"{parent}{SEPARATOR}{text}" if text and parent and parent != text else text


def _join(found: list[Layout], layout: Layout) -> None:
    """Add a layout, or what it counted to the one with the same headings."""
    same = next((one for one in found if one.heads == layout.heads and one.columns == layout.columns), None)
    if same is None:
        found.append(layout)
        return
    same.sheets += layout.sheets
    same.rows += layout.rows
    same.passed = [*same.passed, *layout.passed][:MAX_PASSED]
    same.passed_count += layout.passed_count


def _count(layout: Layout, sheet: str, line: int, row: Sequence[str], part: Part) -> None:
    if part is Part.ENTRY:
        layout.rows += 1
    elif part is not Part.BLANK:
        layout.passed_count += 1
        if len(layout.passed) < MAX_PASSED:
            layout.passed.append([sheet, line, " | ".join(filter(None, row))[:SAMPLE_LENGTH]])


def _collect(cells: list[list[str]], row: Sequence[str]) -> None:
    for place, texts in enumerate(cells):
        if text := cell(row, place):
            texts.append(text)


def _samples(texts: Sequence[str]) -> list[str]:
    return [text[:SAMPLE_LENGTH] for text in list(dict.fromkeys(texts))[:SAMPLES]]


def _is_footer(row: Sequence[str], heads: Sequence[str]) -> bool:
    """Return whether a row is a total, a signature, or the heading of a section that stands alone in it."""
    texts = [text for text in row if text]
    plain = [fold(text).lower().strip() for text in texts]
    if _TOTAL.fullmatch(plain[0]) or any(_SIGNATURE.fullmatch(text) for text in plain):
        return True
    if len(texts) > 1 or sum(map(bool, heads)) < RESUMED:
        return False
    column = column_of(cell(heads, next(place for place, text in enumerate(row) if text)))
    if column in (Column.NUMBERS, Column.BARCODES):  # a further copy of the book above
        return False
    return column not in REQUIRED or _SECTION.fullmatch(texts[0]) is not None


def _resumes(row: Sequence[str], _heads: Sequence[str]) -> bool:
    return sum(map(bool, row)) >= RESUMED


RULES = ListRules(field_of=column_of, required=REQUIRED, is_footer=_is_footer, resumes=_resumes)

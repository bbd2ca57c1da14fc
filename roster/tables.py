"""Where the list is on a sheet: below its title, under its headings, above its signatures.

A sheet of a class list has a letterhead, a title, headings in one or two rows, repeated headings at page breaks, totals
and signatures. Here it becomes rows of texts; what must not be stored is left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.parsers.list_rows import ListRules, Part, cell, head_of, is_order, parted
from repository.spelling import fold
from roster.headings import Field, field_of, is_private

SAMPLES = 3
_FOOTERS = re.compile(
    r"^(tong so|tong cong|tong|cong|nguoi lap|hieu truong|pho hieu truong|giao vien chu nhiem|gvcn|gv chu nhiem|"
    r"xac nhan|thu truong|danh sach (nay )?(co|gom)|an dinh|ky ten|kt hieu truong|total|"
    r".{0,40}\bngay\b.*\bthang\b.*\bnam\b)"
)
_CLASS_IN_TITLE = re.compile(
    r"\b(?:lớp|lop|class)\s*:?\s*(\d{1,2}(?:[./-]\d{1,2}\b|\s?[A-ZĐ][A-ZĐa-z]{0,3}\d{0,2}\b)?)", re.IGNORECASE
)
_CLASS_AS_SHEET = re.compile(
    r"^(?:lớp|lop|class)?\s*(\d{1,2}(?:[./-]?\d{1,2}|[A-ZĐ][A-ZĐ]{0,3}\d{0,2}))$", re.IGNORECASE
)


@dataclass
class Layout:
    """The columns of one or more sheets that have the same headings.

    `fields`: what each column holds, or "". `dropped`: headings that were not stored. `classes`: the class of each
    sheet whose rows do not name one.
    """

    heads: list[str]
    fields: list[str]
    dropped: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what the database stores."""
        return asdict(self)


@dataclass(frozen=True)
class TableRow:
    """One row below the headings: its sheet, its line there from 1, its texts in the order of the layout's columns."""

    layout: int
    sheet: str
    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """The lists of all sheets."""

    layouts: list[Layout]
    rows: list[TableRow]


def _is_footer(row: Sequence[str], _heads: Sequence[str]) -> bool:
    return any(_FOOTERS.match(fold(text).lower().strip()) for text in row if text)


RULES = ListRules(
    field_of=field_of,
    required=frozenset({Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME}),
    is_footer=_is_footer,
    resumes=lambda _row, _heads: False,
)


def table_of(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> Table:
    """Return the lists that these sheets (names with rows of texts) hold; sheets without one are left out.

    If no sheet has headings, the first is taken whole, for a person to say what its columns hold.
    """
    layouts: list[Layout] = []
    rows: list[TableRow] = []
    heads = [(name, table, head_of(table, RULES)) for name, table in sheets]
    for name, table, head in [sheet for sheet in heads if sheet[2] is not None] or heads[:1]:
        _add_sheet(layouts, rows, name, table, head)
    return Table(layouts, rows)


def _add_sheet(
    layouts: list[Layout], rows: list[TableRow], name: str, table: Sequence[Sequence[str]], head: int | None
) -> None:
    heads, first = _heads(table, head)
    body = _body(table, heads, first)
    fields = _fields(heads, [cells for _line, cells in body])
    columns = [
        place
        for place, heading in enumerate(heads)
        if not is_private(heading) and (heading or any(cell(cells, place) for _line, cells in body))
    ]
    new = Layout(
        heads=[heads[place] for place in columns],
        fields=[fields[place] for place in columns],
        dropped=[heading for heading in heads if heading and is_private(heading)],
    )
    layout = next((old for old in layouts if (old.heads, old.fields) == (new.heads, new.fields)), None)
    if layout is None:
        layouts.append(layout := new)
    body_rows = [(line, [cell(cells, place) for place in columns]) for line, cells in body]
    layout.samples.extend(cells for _line, cells in body_rows[: SAMPLES - len(layout.samples)])
    layout.classes[name] = _class_of(name, table[:first])
    number = layouts.index(layout)
    rows.extend(TableRow(number, name, line, cells) for line, cells in body_rows)


def _heads(table: Sequence[Sequence[str]], head: int | None) -> tuple[list[str], int]:
    """Return the headings, those of a second row below merged ones included, and the first row of the list."""
    width = max(map(len, table))
    if head is None:
        return [""] * width, 0
    heads = [cell(table[head], place) for place in range(width)]
    below = table[head + 1] if head + 1 < len(table) else []
    parts = {place: cell for place, cell in enumerate(below) if field_of(cell) in (Field.FAMILY_NAME, Field.GIVEN_NAME)}
    if len(parts) == 2:  # one heading above, "Họ và tên", two below
        return [parts.get(place, heading) for place, heading in enumerate(heads)], head + 2
    return heads, head + 1


def _body(table: Sequence[Sequence[str]], heads: Sequence[str], first: int) -> list[tuple[int, Sequence[str]]]:
    """Return the rows of the list with their lines; without blank rows, repeated headings, totals and signatures."""
    below = enumerate(parted(table[first:], heads, RULES), first + 1)
    body = [(line, row) for line, (row, part) in below if part is Part.ENTRY]
    order = next((place for place, heading in enumerate(heads) if is_order(heading)), None)
    if order is not None and sum(cell(row, order) != "" for _line, row in body) * 2 > len(body):
        body = [(line, row) for line, row in body if cell(row, order) or _is_full(row, len(heads))]
    return body


def _is_full(row: Sequence[str], width: int) -> bool:
    """Return whether a row without a running number nevertheless looks like a person's."""
    return sum(map(bool, row)) * 2 >= width


def _fields(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """Return the field of each column, each field once; a name in two columns below one heading is two fields."""
    fields: list[str] = []
    for heading in heads:
        field = field_of(heading)
        fields.append(field.value if field and field.value not in fields else "")
    if Field.NAME in fields and Field.GIVEN_NAME not in fields:
        place = fields.index(Field.NAME)
        if place + 1 < len(heads) and not heads[place + 1] and _are_given_names([cell(r, place + 1) for r in body]):
            fields[place], fields[place + 1] = Field.FAMILY_NAME.value, Field.GIVEN_NAME.value
    if Field.FAMILY_NAME in fields and Field.GIVEN_NAME not in fields and Field.NAME not in fields:
        fields[fields.index(Field.FAMILY_NAME)] = Field.NAME.value
    if Field.GIVEN_NAME in fields and Field.FAMILY_NAME not in fields and Field.NAME not in fields:
        fields[fields.index(Field.GIVEN_NAME)] = Field.NAME.value
    return fields


def _are_given_names(texts: Sequence[str]) -> bool:
    words = Counter(" " not in text and not any(map(str.isdigit, text)) for text in texts if text)
    return words[True] * 2 > max(len(texts), 1)


def _class_of(sheet: str, above: Sequence[Sequence[str]]) -> str:
    """Return the class that the name of the sheet or a title above the headings gives, or an empty string."""
    if match := _CLASS_AS_SHEET.match(sheet.strip()):
        return match[1].upper()
    titles = (cell for row in above for cell in row if cell)
    return next((match[1].strip() for title in titles if (match := _CLASS_IN_TITLE.search(title))), "")

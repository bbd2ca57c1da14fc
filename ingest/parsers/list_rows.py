"""Where a list is on a sheet: below its title, under its headings, above its totals and signatures.

A list of people (roster/tables.py) and a list of books (imports/spreadsheets/) differ in their headings and in what
ends them: see ListRules. Everything works on one row at a time, so that a list of any length is read in bounded memory.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from repository.letters import fold

SEARCHED = 30  # rows in which the headings are looked for
MIN_NAMED = 2  # fields that a row of headings names
MIN_REPEATED = 2  # cells that are headings, in a row that repeats them at a page break
MIN_COUNTED = 4  # cells of a row that numbers the columns
ORDER_HEADINGS = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "#"})
_BRACKETS = re.compile(r"\(.*?\)|\*", re.DOTALL)
_SIGNS = re.compile(r"[\W_]+")


class Part(Enum):
    """What a row below the headings is."""

    ENTRY = "entry"
    BLANK = "blank"
    HEADINGS = "headings"  # repeated, or numbers of the columns
    FOOTER = "footer"  # a total, a date, a signature


@dataclass(frozen=True)
class ListRules:
    """How one sort of list is recognised.

    `field_of`: what a column with this heading holds, or None. `required`: a row of headings names one of these.
    `is_footer`: whether a row, below these headings, is a total or a signature. `resumes`: whether a row without a
    running number that comes after one is an entry again.
    """

    field_of: Callable[[str], str | None]
    required: frozenset[str]
    is_footer: Callable[[Sequence[str], Sequence[str]], bool]
    resumes: Callable[[Sequence[str], Sequence[str]], bool]


def normalized(heading: str) -> str:
    """Return a heading in lower case, without marks, signs and what stands in brackets."""
    return _SIGNS.sub(" ", fold(_BRACKETS.sub(" ", heading)).lower()).strip()


def is_order(heading: str) -> bool:
    """Return whether this is the heading of running numbers."""
    return normalized(heading) in ORDER_HEADINGS or heading.strip() == "#"


def cell(row: Sequence[str], place: int) -> str:
    """Return a cell of a row, which may be shorter than its table."""
    return row[place] if place < len(row) else ""


def head_of(table: Sequence[Sequence[str]], rules: ListRules) -> int | None:
    """Return the row of the headings: the one that names most fields, a required one among them, or None."""
    scores: dict[int, int] = {}
    for number, row in enumerate(table[:SEARCHED]):
        fields = {rules.field_of(text) for text in row if text} - {None}
        if fields & rules.required:
            scores[number] = len(fields) + any(map(is_order, row))
    best = max(scores, key=lambda number: (scores[number], -number), default=None)
    return best if best is not None and scores[best] >= MIN_NAMED else None


def parted(
    rows: Iterable[Sequence[str]], heads: Sequence[str], rules: ListRules
) -> Iterator[tuple[Sequence[str], Part]]:
    """Yield the rows below the headings, each with what it is; a row with nothing but a running number is blank."""
    order = next((place for place, heading in enumerate(heads) if is_order(heading)), None)
    known = {normalized(heading) for heading in heads if heading}
    ended = False
    for row in rows:
        texts = [text for place, text in enumerate(row) if text and (place != order or not is_numbered(row, order))]
        part = Part.ENTRY
        if not texts:
            part = Part.BLANK
        elif sum(normalized(text) in known for text in texts) >= MIN_REPEATED or is_count(
            [text for text in row if text]
        ):
            part = Part.HEADINGS
        elif not is_numbered(row, order) and (rules.is_footer(row, heads) or (ended and not rules.resumes(row, heads))):
            part = Part.FOOTER
        ended = ended or part is Part.FOOTER
        yield row, part


def is_numbered(row: Sequence[str], order: int | None) -> bool:
    """Return whether the row has a running number in the column `order`."""
    return order is not None and cell(row, order).rstrip(".").isdigit()


def is_count(texts: Sequence[str]) -> bool:
    """Return whether these texts number the columns: 1, 2, 3 … or (1), (2), (3) …, or A, B, C …"""
    bare = [text.strip("() .") for text in texts]
    if len(bare) < MIN_COUNTED:
        return False
    numbers = [str(number) for number in range(1, len(bare) + 1)]
    return bare in (numbers, [chr(ord("A") + place) for place in range(len(bare))])

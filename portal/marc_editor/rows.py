"""The fields of a record as rows of a form: tag, indicators with # for a blank, and "$a text $b text".

A row whose text was not changed keeps the bytes of its field.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.text import is_key, nfc
from repository.formats.marc import Record
from repository.formats.marc.field_rules import BLANK
from repository.formats.marc.fields import Field

_DOLLAR = "{dollar}"  # a dollar sign that is no delimiter, as other MARC editors write it
_SEPARATORS = re.compile("[\x00-\x1f\x7f]+")  # of the format, and line ends of the form
_SUBFIELD = re.compile(r"\$(.)")
LEADER = 24  # characters


@dataclass(frozen=True)
class Row:
    """One field as it is typed; `source` is its place in the stored record, empty for a new one."""

    tag: str = ""
    indicators: str = BLANK * 2
    text: str = ""
    source: str = ""

    @property
    def is_control(self) -> bool:
        """Return whether it has a value instead of indicators and subfields."""
        return self.tag.startswith("00")

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed."""
        return not self.tag.strip() and not self.text.strip()

    def subfields(self) -> list[tuple[str, str]]:
        """Return code and value of each subfield; text before the first delimiter has an empty code."""
        first, *parts = _SUBFIELD.split(self.text)
        pairs = list(zip(parts[::2], parts[1::2], strict=True))
        last = len(pairs) - 1
        values = [(code, _value(value, is_last=place == last)) for place, (code, value) in enumerate(pairs)]
        return [("", first.strip()), *values] if first.strip() else values

    def field(self) -> Field:
        """Return the field."""
        if self.is_control:
            return Field(self.tag, self.text)
        return Field(self.tag, self.indicators.replace(BLANK, " "), tuple(self.subfields()))


def row_of(field: Field, source: str = "") -> Row:
    """Return the row that shows a field."""
    if field.is_control:
        return Row(field.tag, "", field.head, source)
    text = " ".join(f"${code} {value.replace('$', _DOLLAR)}" for code, value in field.subfields)
    return Row(field.tag, field.indicators.replace(" ", BLANK), text, source)


def rows_of(record: Record) -> list[Row]:
    """Return the rows of a record."""
    return [row_of(field, str(place)) for place, field in enumerate(record.fields())]


def typed_rows(
    tags: Sequence[str], indicators: Sequence[str], texts: Sequence[str], sources: Sequence[str]
) -> list[Row]:
    """Return the rows of a form, without those in which nothing was typed. Raise ValueError for an incomplete form."""
    rows = [
        Row(tag.strip(), "" if tag.startswith("00") else typed.replace(" ", BLANK).ljust(2, BLANK), _line(text), source)
        for tag, typed, text, source in zip(tags, indicators, texts, sources, strict=True)
    ]
    return [row for row in rows if not row.is_empty]


def is_unchanged(row: Row, record: Record) -> bool:
    """Return whether the row shows a field of the record as it is stored."""
    if not is_key(row.source) or int(row.source) >= len(record.slices):
        return False
    return row == row_of(record.field(int(row.source)), row.source)


def matched(rows: Iterable[Row], record: Record) -> list[Row]:
    """Return the rows with their places in another state of the record; what it does not have is new."""
    places = {(row.tag, row.indicators, row.text): row.source for row in reversed(rows_of(record))}
    return [replace(row, source=places.pop((row.tag, row.indicators, row.text), "")) for row in rows]


def rearranged(rows: Sequence[Row], command: str) -> list[Row]:
    """Return the rows after a command of a form without scripts: "up-3", "down-3", "add-3" or "remove-3"."""
    verb, _dash, place = command.partition("-")
    new, at = list(rows), int(place) if is_key(place) else len(rows)
    if verb == "add":
        new.insert(at + 1, Row())
    elif at < len(new):
        row = new.pop(at)
        if verb != "remove":
            new.insert(max(at + (-1 if verb == "up" else 1), 0), row)
    return new


def written(record: Record, leader: str, rows: Iterable[Row]) -> Record:
    """Return the record with these rows; unchanged ones keep their bytes."""
    order = [int(row.source) if is_unchanged(row, record) else row.field() for row in rows]
    return replace(record.arranged(order), leader=leader.encode("ascii"))


def _value(text: str, *, is_last: bool) -> str:
    text = text.removeprefix(" ")
    return (text if is_last else text.removesuffix(" ")).replace(_DOLLAR, "$")


def _line(text: str) -> str:
    return nfc(_SEPARATORS.sub(" ", text))

"""The records of one book side by side, field by field, with what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from imports.copy_cataloguing.models import Candidate, ScannedBook
from imports.copy_cataloguing.records import EMPTY, filled
from repository.description import Description
from repository.record_bounds import NAMES
from repository.record_values import in_words

MAX_COLUMNS = 6  # records
HIDDEN = {"rights", "rights_note", "protected", "series_authority", "isbn"}


@dataclass(frozen=True)
class Column:
    """One record: that of the school (no candidate), or one that was found."""

    source: str
    values: Mapping[str, Any]
    candidate: Candidate | None = None
    key: int = 0  # the digit that takes it

    @property
    def label(self) -> str:
        """Return the source of the record, with the digit that takes it."""
        return f"{self.key}. {self.source}" if self.candidate else _("Your catalogue")


@dataclass(frozen=True)
class Cell:
    """A value in words, and whether it differs from that of the first record."""

    label: str  # the source of the record, for narrow screens
    text: str
    differs: bool


@dataclass(frozen=True)
class Line:
    """One field of all records."""

    name: str
    cells: Sequence[Cell]
    differs: bool


def columns_of(book: ScannedBook) -> list[Column]:
    """Return the school's own record, if it has one, and the candidates, the fullest first."""
    own = [Column("", filled(Description.of(book.held).values()))] if book.held else []
    found = list(book.candidates.all())[: MAX_COLUMNS - len(own)]
    return [*own, *(Column(one.source, one.values, one, number) for number, one in enumerate(found, start=1))]


def lines_of(columns: Sequence[Column]) -> list[Line]:
    """Return the fields that at least one record fills, in the order of the record form."""
    lines = []
    for name in EMPTY:
        values = [column.values.get(name, EMPTY[name]) for column in columns]
        if name in HIDDEN or all(value in (None, "", [], ()) for value in values):
            continue
        texts = [in_words(name, value) or "–" for value in values]
        cells = [Cell(column.label, text, text != texts[0]) for column, text in zip(columns, texts, strict=True)]
        lines.append(Line(str(NAMES[name]), cells, any(cell.differs for cell in cells)))
    return lines

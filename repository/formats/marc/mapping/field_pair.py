"""The two directions of one field: read from a record, written into it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.punctuation import bare, punctuated
from repository.formats.marc.record import Record


@dataclass(frozen=True)
class FieldPair:
    """How one field of a description is read, and written: record, value before, value after -> record."""

    read: Callable[[Record], Any]
    write: Callable[[Record, Any, Any], Record]


def subfield(
    tags: tuple[str, ...], code: str, *, head: str = "  ", order: str = "", marks: dict[str, str] | None = None
) -> FieldPair:
    """Return the pair of a line that is one subfield; a new field has the first tag and these indicators.

    `order` places a new subfield, `marks` are the punctuation marks that ISBD puts before a subfield.
    """

    def read(record: Record) -> str:
        texts = (bare(value) for _place, field in record.found(*tags) for value in field.all(code))
        return next(filter(None, texts), "")

    def write(record: Record, _before: str, after: str) -> Record:
        place, field = _holder(record, tags, code)
        if field is None:
            new = Field(tags[0], head, ((code, after),))
            return record.inserted(new) if after else record
        new = punctuated(field.with_first(code, after, order), marks or {})
        return record.replaced({place: None if new.is_empty else new})

    return FieldPair(read, write)


def line(tag: str, code: str, *, head: str = "  ", where: Callable[[Field], bool] = lambda field: True) -> FieldPair:
    """Return the pair of a line in the first field of a tag that fulfils a condition."""

    def held(record: Record) -> list[tuple[int, Field]]:
        return [(place, field) for place, field in record.found(tag) if where(field) and field.first(code)]

    def read(record: Record) -> str:
        return next((bare(field.first(code)) for _place, field in held(record)), "")

    def write(record: Record, _before: str, after: str) -> Record:
        for place, field in held(record):
            new = field.with_first(code, after)
            return record.replaced({place: None if new.is_empty else new})
        return record.inserted(Field(tag, head, ((code, after),))) if after else record

    return FieldPair(read, write)


def _holder(record: Record, tags: tuple[str, ...], code: str) -> tuple[int, Field | None]:
    """Return the field that has the subfield, else the first of these tags."""
    fields = record.found(*tags)
    holders = [(place, field) for place, field in fields if any(map(bare, field.all(code)))]
    return next(iter(holders or fields), (0, None))


def with_indicator(field: Field, place: int, value: str) -> Field:
    """Return the field with another indicator; `place` is 0 or 1."""
    marks = list(field.indicators)
    marks[place] = value
    return replace(field, head="".join(marks) + field.head[2:])

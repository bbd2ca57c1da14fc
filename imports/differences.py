"""Values of descriptions in words: what a record has, what would change."""

from dataclasses import dataclass
from typing import Any

from imports.merging import EMPTY, OnMatch, merged
from imports.models import StagedRecord
from repository.description import Description
from repository.models import Resource
from repository.record_bounds import NAMES
from repository.record_values import in_words

SHOWN = tuple(name for name in EMPTY if name not in ("series_authority",))


@dataclass(frozen=True)
class FieldLine:
    """One field in words: the value of the school, that of the file, and whether the import would take it over."""

    name: str
    present: str
    incoming: str
    is_taken: bool


def lines_of_match(record: StagedRecord, present: Description, on_match: str) -> list[FieldLine]:
    """Return the fields in which the file differs from the record of the school."""
    incoming = description_of(record)
    before, new = present.values(), incoming.values()
    overwritten = merged(present, incoming, OnMatch.OVERWRITE).values()
    after = merged(present, incoming, on_match).values()
    return [
        FieldLine(str(NAMES[name]), words(name, before[name]), words(name, new[name]), after[name] != before[name])
        for name in SHOWN
        if overwritten[name] != before[name]
    ]


def lines_of_record(record: StagedRecord) -> list[tuple[str, str]]:
    """Return the fields that the file fills, as name and value."""
    values = record.description
    return [(str(NAMES[name]), words(name, values[name])) for name in SHOWN if name in values]


def description_of(record: StagedRecord) -> Description:
    """Return the description of a staged record."""
    return Description.from_values({"title": "", **record.description})


def words(name: str, value: Any) -> str:
    """Return the value of a field as text; a dash for none."""
    return in_words(name, value) or "–"


def summary_line(resource: Resource) -> str:
    """Return what tells a candidate from another: title, names, publisher and year, ISBN."""
    names = ", ".join(one.name for one in resource.creators)
    place = ", ".join(filter(None, (resource.publisher, str(resource.year or ""))))
    return " · ".join(filter(None, (resource.title, names, place, resource.isbn)))

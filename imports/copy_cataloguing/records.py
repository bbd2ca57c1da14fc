"""What a record that was found says, how full it is, and which of several is the best."""

import io
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from imports.copy_cataloguing.clients.question import Answer
from imports.copy_cataloguing.errors import EntryProblem
from imports.copy_cataloguing.isbn import read_isbn
from imports.copy_cataloguing.models import Target
from repository.description import Description
from repository.errors import InvalidRecord
from repository.formats import marc, marcxml
from repository.models import Resource

logger = logging.getLogger("imports")
EMPTY = Description(title="").values()
# How much each field is worth to a librarian who would have to type it.
WORTH: Mapping[str, int] = {
    "creators": 12,
    "ddc": 12,
    "publisher": 8,
    "year": 8,
    "headings": 8,
    "description": 8,
    "extent": 6,
    "place": 5,
    "edition_statement": 4,
    "languages": 4,
    "series": 4,
    "contents": 4,
    "subtitle": 3,
    "audience": 2,
    "notes": 2,
    "subjects": 4,
    "grades": 4,
}
MANY = 3  # names or headings beyond this number add nothing
_LEADER_9 = {Target.Encoding.UTF8: b"a", Target.Encoding.MARC8: b" "}


@dataclass(frozen=True)
class FoundRecord:
    """A record as a target sent it, in ISO 2709, and its description."""

    raw: bytes
    description: Description


def read(answer: Answer, *, encoding: str, isbn: str) -> Iterator[FoundRecord]:
    """Yield the records of an answer; a damaged one, or one without a title, is logged and left out."""
    for data in _iso2709(answer):
        raw = data[:9] + _LEADER_9[Target.Encoding(encoding)] + data[10:] if encoding else data
        try:
            description = for_printed_book(marc.description_of(raw), isbn).bounded()
        except (marc.Damaged, InvalidRecord) as problem:
            logger.info("a record for the ISBN %s cannot be used: %s", isbn, problem)
            continue
        yield FoundRecord(raw, description)


def for_printed_book(description: Description, isbn: str) -> Description:
    """Return a description of the book in hand: with the ISBN that was scanned, and nothing that belongs to a file."""
    return replace(
        description,
        isbn=isbn,
        rights=Resource.Rights.UNKNOWN,
        rights_note="",
        protected=False,
        links=(),
        call_number="",
        identifiers=[pair for pair in description.identifiers if not _is_isbn(pair, isbn)],
    )


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are not empty."""
    return {name: value for name, value in values.items() if name == "title" or value != EMPTY[name]}


def fullness(values: Mapping[str, Any]) -> int:
    """Return the score of a record: what its fields are worth; several names or headings count more than one."""
    score = 0
    for name, worth in WORTH.items():
        value = values.get(name)
        if value in (None, "", [], ()):
            continue
        score += worth
        if isinstance(value, (list, tuple)):
            score += min(len(value), MANY) - 1
    return score


def _iso2709(answer: Answer) -> Iterator[bytes]:
    yield from answer.iso2709
    for element in answer.marcxml:
        yield from (one.data for one in marcxml.read(io.BytesIO(element)) if isinstance(one, marc.Raw))


def _is_isbn(pair: tuple[str, str], isbn: str) -> bool:
    try:
        return pair[0] == "isbn" and read_isbn(pair[1]) == isbn
    except EntryProblem:
        return False

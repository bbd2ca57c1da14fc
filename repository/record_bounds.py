"""The bounds of each field of a record, for the forms, the pipeline and every import alike."""

import re
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.text import clean_line, clean_paragraphs
from repository.curriculum import GRADES, programme
from repository.errors import InvalidRecord
from repository.languages import languages
from repository.models import Resource

Value = TypeVar("Value")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MIN_YEAR, MAX_YEAR = 1000, 2100
MAX_CREATORS, MAX_CREATOR = 50, 200  # names, characters of a name
MAX_ROLE, MAX_ROLE_NAME = 20, 38  # characters of a code, and of its name in a form
MAX_LINE = {  # characters
    "title": 500, "subtitle": 500, "publisher": 300, "rights_note": 500, "edition_statement": 200, "place": 200,
    "extent": 300, "series": 300, "series_number": 60, "issn": 9, "ddc": 60, "ddc_edition": 20, "call_number": 120,
    "audience": 200, "learning_purpose": 200,
}  # fmt: skip
MAX_TEXT = {"description": 5_000, "contents": 20_000, "notes": 20_000}  # characters
MAX_NUMBER = {"headings": 100, "identifiers": 100, "links": 100}  # entries
MAX_HEADING, MAX_SCHEME, MAX_IDENTIFIER, MAX_TARGET = 300, 40, 200, 1_000  # characters
MAX_MINUTES = 100_000
MAX_ISBN = 13

NAMES: dict[str, Any] = {
    "title": pgettext_lazy("of a resource", "Title"),
    "subtitle": _("Subtitle"),
    "creators": _("Creators"),
    "description": _("Description"),
    "publisher": _("Publisher"),
    "year": _("Year"),
    "isbn": _("ISBN"),
    "edition_statement": _("Edition statement"),
    "place": _("Place of publication"),
    "extent": _("Physical description"),
    "series": _("Series"),
    "series_number": _("Number in the series"),
    "series_authority": _("Authority of the series"),
    "issn": _("ISSN"),
    "identifiers": _("Other identifiers"),
    "ddc": _("Dewey number"),
    "ddc_edition": _("Edition of the Dewey classification"),
    "call_number": _("Call number"),
    "headings": _("Subject headings"),
    "audience": _("Audience"),
    "contents": _("Contents note"),
    "notes": _("Notes"),
    "links": _("Related works"),
    "learning_purpose": _("Educational purpose"),
    "learning_minutes": _("Learning time in minutes"),
    "difficulty": _("Difficulty"),
    "protected": _("No downloads"),
    "kind": _("Kind"),
    "subjects": _("Subjects"),
    "grades": _("Grades"),
    "languages": _("Languages"),
    "rights": _("Rights"),
    "rights_note": _("Note on rights"),
    "authority": pgettext_lazy("of an authority", "Heading"),  # of its authorities, as the record shows them
    "copies": _("Copies"),
}

RELATIONS: dict[str, Any] = {
    "part_of": _("part of"),
    "replaces": _("replaces"),
    "replaced_by": _("replaced by"),
    "same_work": _("same work"),
    "related": _("see also"),
    "url": _("on the web"),
}


def bounded_line(field: str, text: str) -> str:
    """Return the clean line. Raise InvalidRecord if it is too long; a title must not be empty."""
    line = clean_line(text)
    return _require(len(line) <= MAX_LINE[field] and bool(line or field != "title"), field, line)


def bounded_creators(names: Sequence[str]) -> list[str]:
    """Return the clean names without empty ones. Raise InvalidRecord for too many or a too long one."""
    clean = [name for name in map(clean_line, names) if name]
    fits = len(clean) <= MAX_CREATORS and all(len(name) <= MAX_CREATOR for name in clean)
    return _require(fits, "creators", clean)


def bounded_roles(roles: Sequence[str]) -> None:
    """Raise InvalidRecord for a role that is no code."""
    _require(all(0 < len(role) <= MAX_ROLE and role.isascii() and role.isalnum() for role in roles), "creators", None)


def bounded_number(field: str, entries: Sequence[Value]) -> Sequence[Value]:
    """Return the entries. Raise InvalidRecord for too many."""
    return _require(len(entries) <= MAX_NUMBER[field], field, entries)


def bounded_headings(headings: Sequence[Any]) -> Sequence[Any]:
    """Return the subject headings. Raise InvalidRecord for too many or a too long one."""
    fits = all(len(one.text) <= MAX_HEADING and len(one.scheme) <= MAX_SCHEME for one in headings)
    return _require(fits, "headings", bounded_number("headings", headings))


def bounded_identifiers(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the clean pairs of scheme and value. Raise InvalidRecord for too many or a too long one."""
    clean = [(clean_line(scheme), clean_line(value)) for scheme, value in bounded_number("identifiers", pairs)]
    fits = all(len(scheme) <= MAX_SCHEME and len(value) <= MAX_IDENTIFIER for scheme, value in clean)
    return _require(fits, "identifiers", [(scheme, value) for scheme, value in clean if value])


def bounded_link(relation: str, title: str, target: str) -> tuple[str, str]:
    """Return the clean title and target. Raise InvalidRecord for a relation that is not offered or a long text.

    A target is empty, the UUID of a resource, or an address of the web.
    """
    title, target = clean_line(title), clean_line(target)
    fits = relation in RELATIONS and len(title) <= MAX_HEADING and len(target) <= MAX_TARGET and bool(title or target)
    return _require(fits and (not target or is_target(target)), "links", (title, target))


def is_target(text: str) -> bool:
    """Return whether a link can point there: the UUID of a resource, or an address of the web."""
    return _UUID.fullmatch(text) is not None or text.startswith(("https://", "http://"))


def bounded_text(field: str, text: str) -> str:
    """Return the clean paragraphs. Raise InvalidRecord if they are too long."""
    clean = clean_paragraphs(text)
    return _require(len(clean) <= MAX_TEXT[field], field, clean)


def bounded_minutes(minutes: int | None) -> int | None:
    """Return the minutes. Raise InvalidRecord for a negative number or more than MAX_MINUTES."""
    return _require(minutes is None or 0 <= minutes <= MAX_MINUTES, "learning_minutes", minutes)


def bounded_year(year: int | None) -> int | None:
    """Return the year. Raise InvalidRecord for one that no book has."""
    return _require(year is None or MIN_YEAR <= year <= MAX_YEAR, "year", year)


def bounded_isbn(isbn: str) -> str:
    """Return the ISBN, of digits alone. Raise InvalidRecord for longer text; forms check its digits."""
    return _require(len(isbn) <= MAX_ISBN, "isbn", isbn)


def chosen(field: str, values: Collection[Value]) -> list[Value]:
    """Return the values. Raise InvalidRecord for one that is not offered."""
    offered = programme().subjects.keys() if field == "subjects" else OFFERED[field]
    return _require(set(values) <= offered, field, list(values))


OFFERED: dict[str, set[object]] = {
    "difficulty": {"", *Resource.Difficulty.values},
    "kind": set(Resource.Kind.values),
    "rights": set(Resource.Rights.values),
    "grades": set(GRADES),
    "languages": set(languages()),
}


def _require(fits: bool, field: str, value: Value) -> Value:
    if not fits:
        raise InvalidRecord(field=NAMES[field])
    return value

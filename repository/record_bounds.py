"""The bounds of each field of a record, for the forms, the pipeline and every import alike."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.text import clean_line, clean_paragraphs
from repository.curriculum import GRADES, programme
from repository.errors import InvalidRecord
from repository.models import Resource

Value = TypeVar("Value")
LANGUAGES = (("vi", _("Vietnamese")), ("en", _("English")))
MIN_YEAR, MAX_YEAR = 1000, 2100
MAX_DESCRIPTION, MAX_CREATORS, MAX_CREATOR = 5_000, 50, 200  # characters, names, characters of a name
MAX_LINE = {"title": 500, "subtitle": 500, "publisher": 300, "rights_note": 500}  # characters
MAX_ISBN = 13

NAMES: dict[str, Any] = {
    "title": pgettext_lazy("of a resource", "Title"),
    "subtitle": _("Subtitle"),
    "creators": _("Creators"),
    "description": _("Description"),
    "publisher": _("Publisher"),
    "year": _("Year"),
    "isbn": _("ISBN"),
    "kind": _("Kind"),
    "subjects": _("Subjects"),
    "grades": _("Grades"),
    "languages": _("Languages"),
    "rights": _("Rights"),
    "rights_note": _("Note on rights"),
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


def bounded_description(text: str) -> str:
    """Return the clean paragraphs. Raise InvalidRecord if they are too long."""
    clean = clean_paragraphs(text)
    return _require(len(clean) <= MAX_DESCRIPTION, "description", clean)


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
    "kind": set(Resource.Kind.values),
    "rights": set(Resource.Rights.values),
    "grades": set(GRADES),
    "languages": {code for code, _name in LANGUAGES},
}


def _require(fits: bool, field: str, value: Value) -> Value:
    if not fits:
        raise InvalidRecord(field=NAMES[field])
    return value

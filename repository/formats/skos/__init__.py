"""SKOS (https://www.w3.org/TR/skos-reference/) in Turtle and RDF/XML: concepts in and out, through rdflib.

`parsing.py` makes a bounded file the concepts that it holds, `entries.py` makes those authorities, `lessons.py` a list
of lessons, `writing.py` writes. docs/reference/skos.md says which property holds what.
"""

from collections.abc import Iterable, Iterator

from repository.formats.skos.concepts import (
    Concept,
    Group,
    Scheme,
    Text,
    Thing,
    authorities_scheme,
    in_languages,
    list_uri,
    urn,
)
from repository.formats.skos.forms import FORMS, Form, form_of

__all__ = [
    "FORMS",
    "Concept",
    "Form",
    "Group",
    "Scheme",
    "Text",
    "Thing",
    "authorities_scheme",
    "form_of",
    "in_languages",
    "list_uri",
    "urn",
    "write",
]


def write(things: Iterable[Thing], form: Form) -> Iterator[bytes]:
    """Return the parts of a file with these things."""
    from repository.formats.skos.writing import written  # rdflib is large, and few processes write such files

    return written(things, form)

"""SKOS (https://www.w3.org/TR/skos-reference/) in Turtle and RDF/XML: concepts in and out, through rdflib.

`parsing.py` makes a bounded file the concepts that it holds, `entries.py` makes those authorities, `writing.py` writes.
docs/reference/skos.md says which property holds what.
"""

from repository.formats.skos.concepts import (
    Concept,
    Group,
    Scheme,
    Text,
    authorities_scheme,
    in_languages,
    list_uri,
    urn,
)
from repository.formats.skos.forms import FORMS, Form, form_of
from repository.formats.skos.writing import Thing, write

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

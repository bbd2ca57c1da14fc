"""The two forms of SKOS files, and by which bytes each is recognised."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A form of RDF: `name` as rdflib has it, the end of its files' names, its media type, its name for people."""

    name: str
    ending: str
    media_type: str
    label: str


TURTLE = Form("turtle", "ttl", "text/turtle; charset=utf-8", "SKOS (Turtle)")
RDF_XML = Form("xml", "rdf", "application/rdf+xml; charset=utf-8", "SKOS (RDF/XML)")
FORMS = {form.ending: form for form in (TURTLE, RDF_XML)}
_HEAD = 4096  # bytes in which the root element of an XML file begins
_SKOS = b"http://www.w3.org/2004/02/skos/core#"
_RDF_ROOT = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")
_XML_START = re.compile(rb"<(?:\?xml|!--|!DOCTYPE|[\w.-]+:?RDF[\s>]|[\w.-]+(?::[\w.-]+)?\s+xmlns)")


def form_of(data: bytes) -> Form | None:
    """Return the form of a file by its content; None for what is no SKOS. N-Triples is read as Turtle."""
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _XML_START.match(text):
        return RDF_XML if _RDF_ROOT.search(text[:_HEAD]) else None
    is_json = text.startswith((b"{", b"["))
    return TURTLE if not is_json and _SKOS in data else None

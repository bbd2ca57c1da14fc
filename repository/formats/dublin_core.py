"""Dublin Core, the fifteen elements (http://purl.org/dc/elements/1.1/), as libraries exchange them in XML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element

from repository.description import Credit, Description, Link, SubjectHeading, as_credit, as_heading
from repository.formats import xml_stream
from repository.formats.marc import Broken
from repository.formats.marc.mapping.numbers import isbn13
from repository.formats.marc.mapping.school import licence_address, rights_of_address
from repository.formats.xml_records import add, document, first, texts
from repository.formats.xml_stream import SourceRecord, Wanted
from repository.languages import languages_in
from repository.models import Resource
from repository.record_bounds import is_target

NAMESPACES = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
}
_WANTED = Wanted(namespaces=("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"))
_RECORD = "oai_dc:dc"
_TITLE_PARTS = " : "
_TYPES = {
    Resource.Kind.IMAGE: "StillImage", Resource.Kind.AUDIO: "Sound", Resource.Kind.VIDEO: "MovingImage",
    Resource.Kind.SIMULATION: "InteractiveResource",
}  # fmt: skip
_YEAR = re.compile(r"\d{4}")


def write(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """Return the records as the parts of one XML file."""
    return document("records", NAMESPACES, map(_record, descriptions))


def read(stream: BinaryIO) -> Iterator[SourceRecord | Broken]:
    """Return the records of an XML file in order: whatever holds elements of Dublin Core."""
    return xml_stream.read(stream, _WANTED, _description)


def _record(description: Description) -> Element:
    record = Element(_RECORD)
    for name, values in _values(description).items():
        for value in filter(None, values):
            add(record, f"dc:{name}", value)
    return record


def _values(one: Description) -> dict[str, Sequence[object]]:
    credits_ = list(map(as_credit, one.creators))
    return {
        "title": [_TITLE_PARTS.join(filter(None, [one.title, one.subtitle]))],
        "creator": [credit.name for credit in credits_ if credit.role == "aut"],
        "contributor": [credit.name for credit in credits_ if credit.role != "aut"],
        "subject": [as_heading(heading).text for heading in one.headings],
        "description": one.description.split("\n") + one.notes.split("\n"),
        "publisher": [one.publisher],
        "date": [one.year],
        "type": [_TYPES.get(Resource.Kind(one.kind), "Text")],
        "format": [one.extent],
        "identifier": [one.isbn and f"urn:isbn:{one.isbn}", one.issn and f"urn:issn:{one.issn}"]
        + [value for _scheme, value in one.identifiers],
        "language": list(one.languages),
        "relation": [link.target or link.title for link in one.links] + [one.series],
        "rights": [licence_address(one.rights), one.rights_note],
    }  # fmt: skip


def _description(record: Element) -> Description:
    title, _mark, subtitle = first(record, "title").partition(_TITLE_PARTS)
    numbers = [number.removeprefix("urn:isbn:") for number in texts(record, "identifier")]
    isbn = next(filter(None, map(isbn13, numbers)), "")
    issn = next((number.removeprefix("urn:issn:") for number in numbers if number.startswith("urn:issn:")), "")
    dates = [text for name in ("date", "issued", "created") for text in texts(record, name)]
    years = _YEAR.findall(" ".join(dates))
    rights = texts(record, "rights")
    kinds = {name: kind for kind, name in _TYPES.items()}
    return Description(
        title=title,
        subtitle=subtitle,
        creators=[Credit(name) for name in texts(record, "creator")]
        + [Credit(name, "ctb") for name in texts(record, "contributor")],
        headings=[SubjectHeading(text) for text in texts(record, "subject")],
        description="\n".join(texts(record, "description")),
        publisher=first(record, "publisher"),
        year=int(years[0]) if years else None,
        extent=first(record, "format"),
        isbn=isbn,
        issn=issn,
        identifiers=[("other", n) for n in numbers if not n.startswith("urn:") and (not isbn or isbn13(n) != isbn)],
        languages=languages_in(texts(record, "language")),
        links=[Link("url", "", target) for target in texts(record, "relation") if is_target(target)],
        kind=kinds.get(first(record, "type"), Resource.Kind.BOOK),
        rights=next(filter(None, map(rights_of_address, rights)), Resource.Rights.UNKNOWN),
        rights_note=next((text for text in rights if not rights_of_address(text)), ""),
    )

"""MODS 3.8 (http://www.loc.gov/mods/v3), the record of the Library of Congress in XML."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from repository.description import Credit, Description, SubjectHeading, as_credit, as_heading
from repository.formats import xml_stream
from repository.formats.learning import year_of
from repository.formats.marc import Broken
from repository.formats.marc.mapping.numbers import isbn13
from repository.formats.marc.mapping.relators import code_of, term_of
from repository.formats.marc.mapping.school import licence_address, rights_of_address
from repository.formats.xml_records import add, document, first, local, texts
from repository.formats.xml_stream import SourceRecord, Wanted
from repository.languages import is_exact, languages_in, marc_code
from repository.models import Resource

NAMESPACES = {"xmlns": "http://www.loc.gov/mods/v3"}
_TYPES = {
    Resource.Kind.IMAGE: "still image", Resource.Kind.AUDIO: "sound recording", Resource.Kind.VIDEO: "moving image",
    Resource.Kind.SIMULATION: "software, multimedia",
}  # fmt: skip
_WANTED = Wanted(name="mods")


def write(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """Return the records as the parts of one XML file."""
    return document("modsCollection", NAMESPACES, map(_record, descriptions))


def read(stream: BinaryIO) -> Iterator[SourceRecord | Broken]:
    """Return the records of an XML file in order."""
    return xml_stream.read(stream, _WANTED, _description)


def _record(one: Description) -> Element:
    record = Element("mods")
    _say(add(record, "titleInfo"), {"title": one.title, "subTitle": one.subtitle})
    for credit in map(as_credit, one.creators):
        element = add(record, "name")
        add(element, "namePart", credit.name)
        add(add(element, "role"), "roleTerm", credit.role, type="code", authority="marcrelator")
    add(record, "typeOfResource", _TYPES.get(Resource.Kind(one.kind), "text"))
    _say_origin(record, one)
    for code in one.languages:
        authority = "iso639-2b" if is_exact(code) else "iso639-3"
        written = marc_code(code) if is_exact(code) else code
        add(add(record, "language"), "languageTerm", written, type="code", authority=authority)
    _say(add(record, "physicalDescription"), {"extent": one.extent})
    for name, text in (("abstract", one.description), ("tableOfContents", one.contents), ("note", one.notes)):
        for paragraph in filter(None, text.split("\n")):
            add(record, name, paragraph)
    for heading in map(as_heading, one.headings):
        source = {"authority": heading.scheme} if heading.scheme else {}
        add(add(record, "subject", **source), "topic", heading.text)
    _say_numbers(record, one)
    return record


def _say_origin(record: Element, one: Description) -> None:
    origin = add(record, "originInfo")
    if one.place:
        add(add(origin, "place"), "placeTerm", one.place, type="text")
    _say(origin, {"publisher": one.publisher, "dateIssued": str(one.year or ""), "edition": one.edition_statement})


def _say_numbers(record: Element, one: Description) -> None:
    if one.ddc:
        edition = {"edition": one.ddc_edition} if one.ddc_edition else {}
        add(record, "classification", one.ddc, authority="ddc", **edition)
    for kind, value in (("isbn", one.isbn), ("issn", one.issn), *one.identifiers):
        if value:
            add(record, "identifier", value, type=kind)
    for text in filter(None, (licence_address(one.rights), one.rights_note)):
        add(record, "accessCondition", text)
    if one.series:
        series = add(add(record, "relatedItem", type="series"), "titleInfo")
        _say(series, {"title": one.series, "partNumber": one.series_number})


def _say(parent: Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            add(parent, name, value)


def _description(record: Element) -> Description:
    names = [child for child in record if local(child) == "name"]
    topics = [child for child in record if local(child) == "subject"]
    numbers = [(child.get("type", "other"), first_of(child)) for child in record if local(child) == "identifier"]
    isbn = next((isbn13(value) for kind, value in numbers if kind == "isbn" and isbn13(value)), "")
    dewey = next((child for child in record if local(child) == "classification"), None)
    conditions = texts(record, "accessCondition")
    kinds = {name: kind for kind, name in _TYPES.items()}
    return Description(
        title=first(record, "titleInfo", "title"),
        subtitle=first(record, "titleInfo", "subTitle"),
        creators=[Credit(" ".join(texts(one, "namePart")), _role(one)) for one in names if texts(one, "namePart")],
        place=first(record, "originInfo", "place", "placeTerm"),
        publisher=first(record, "originInfo", "publisher"),
        year=year_of(first(record, "originInfo", "dateIssued")),
        edition_statement=first(record, "originInfo", "edition"),
        extent=first(record, "physicalDescription", "extent"),
        description="\n".join(texts(record, "abstract")),
        contents="\n".join(texts(record, "tableOfContents")),
        notes="\n".join(texts(record, "note")),
        headings=[SubjectHeading(text, one.get("authority", "")) for one in topics for text in texts(one, "topic")],
        ddc="" if dewey is None else first_of(dewey),
        ddc_edition="" if dewey is None else dewey.get("edition", ""),
        isbn=isbn,
        issn=next((value for kind, value in numbers if kind == "issn"), ""),
        identifiers=[pair for pair in numbers if pair[0] != "issn" and (pair[0] != "isbn" or isbn13(pair[1]) != isbn)],
        languages=languages_in(texts(record, "language", "languageTerm")),
        kind=kinds.get(first(record, "typeOfResource"), Resource.Kind.BOOK),
        series=_series(record, "title"),
        series_number=_series(record, "partNumber"),
        rights=next(filter(None, map(rights_of_address, conditions)), Resource.Rights.UNKNOWN),
        rights_note=next((text for text in conditions if not rights_of_address(text)), ""),
    )


def first_of(element: Element) -> str:
    """Return the text of an element."""
    return " ".join("".join(element.itertext()).split())


def _role(name: Element) -> str:
    terms = texts(name, "role", "roleTerm")
    codes = [term for term in terms if len(term) == 3 and term_of(term)]
    return code_of(codes, [term for term in terms if term not in codes])


def _series(record: Element, part: str) -> str:
    items = [child for child in record if local(child) == "relatedItem" and child.get("type") == "series"]
    return next((first(item, "titleInfo", part) for item in items), "")

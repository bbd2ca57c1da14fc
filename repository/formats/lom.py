"""IEEE LOM (http://ltsc.ieee.org/xsd/LOM), the record of learning resources: with purpose, time and difficulty."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element

from repository.curriculum import GRADES
from repository.description import Credit, Description, SubjectHeading, as_credit, as_heading
from repository.formats import xml_stream
from repository.formats.learning import difficulty_of, minutes_of, year_of
from repository.formats.marc import Broken
from repository.formats.marc.mapping.numbers import isbn13
from repository.formats.marc.mapping.school import licence_address, rights_of_address
from repository.formats.xml_records import add, document, first, local, texts
from repository.formats.xml_stream import SourceRecord, Wanted
from repository.languages import languages_in
from repository.models import Resource

NAMESPACES = {"xmlns": "http://ltsc.ieee.org/xsd/LOM"}
_STANDARD, _PROGRAMME, _DEWEY = "LOMv1.0", "CTGDPT 2018", "DDC"
_ROLES = {"aut": "author", "edt": "editor", "pbl": "publisher", "drt": "script writer"}
_PUBLISHER = "publisher"
_TYPES = {
    Resource.Kind.WORKSHEET: "exercise", Resource.Kind.SIMULATION: "simulation", Resource.Kind.LESSON: "lecture",
    Resource.Kind.IMAGE: "figure",
}  # fmt: skip
_NAME = re.compile(r"^FN(?:;[^:]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_WANTED = Wanted(name="lom")


def write(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """Return the records as the parts of one XML file."""
    return document("lomCollection", NAMESPACES, map(_record, descriptions))


def read(stream: BinaryIO) -> Iterator[SourceRecord | Broken]:
    """Return the records of an XML file in order."""
    return xml_stream.read(stream, _WANTED, _description)


def _record(one: Description) -> Element:
    record = Element("lom")
    _write_general(add(record, "general"), one)
    _write_contributions(add(record, "lifeCycle"), one)
    _write_education(add(record, "educational"), one)
    rights = add(record, "rights")
    for text in filter(None, (licence_address(one.rights), one.rights_note)):
        _add_string(rights, "description", text)
    _add_taxa(record, "discipline", _PROGRAMME, one.subjects)
    _add_taxa(record, "educational level", _PROGRAMME, map(str, one.grades))
    if one.ddc:
        _add_taxa(record, "discipline", f"{_DEWEY} {one.ddc_edition}".strip(), [one.ddc])
    return record


def _write_general(general: Element, one: Description) -> None:
    for scheme, value in (("isbn", one.isbn), *one.identifiers):
        if value:
            identifier = add(general, "identifier")
            add(identifier, "catalog", scheme)
            add(identifier, "entry", value)
    _add_string(general, "title", " : ".join(filter(None, [one.title, one.subtitle])))
    for code in one.languages:
        add(general, "language", code)
    for paragraph in filter(None, one.description.split("\n")):
        _add_string(general, "description", paragraph)
    for heading in map(as_heading, one.headings):
        _add_string(general, "keyword", heading.text)


def _write_contributions(cycle: Element, one: Description) -> None:
    for credit in map(as_credit, one.creators):
        _add_contribution(cycle, _ROLES.get(credit.role, "unknown"), credit.name)
    if one.publisher or one.year:
        contribution = _add_contribution(cycle, _PUBLISHER, one.publisher)
        if one.year:
            add(add(contribution, "date"), "dateTime", one.year)


def _add_contribution(cycle: Element, role: str, name: str) -> Element:
    contribution = add(cycle, "contribute")
    _add_value(contribution, "role", role)
    if name:
        add(contribution, "entity").text = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEND:VCARD"
    return contribution


def _write_education(education: Element, one: Description) -> None:
    if kind := _TYPES.get(Resource.Kind(one.kind)):
        _add_value(education, "learningResourceType", kind)
    if one.difficulty:
        _add_value(education, "difficulty", one.difficulty.replace("_", " "))
    if one.learning_minutes is not None:
        add(add(education, "typicalLearningTime"), "duration", f"PT{one.learning_minutes}M")
    if one.learning_purpose:
        _add_string(education, "description", one.learning_purpose)


def _add_string(parent: Element, name: str, text: str) -> None:
    add(add(parent, name), "string", text)


def _add_value(parent: Element, name: str, value: str) -> None:
    element = add(parent, name)
    add(element, "source", _STANDARD)
    add(element, "value", value)


def _add_taxa(record: Element, purpose: str, source: str, codes: Iterable[str]) -> None:
    for code in codes:
        classification = add(record, "classification")
        _add_value(classification, "purpose", purpose)
        path = add(classification, "taxonPath")
        _add_string(path, "source", source)
        add(add(path, "taxon"), "id", code)


def _description(record: Element) -> Description:
    title, _mark, subtitle = first(record, "general", "title").partition(" : ")
    numbers = _identifiers(record)
    isbn = next(filter(None, (isbn13(value) for scheme, value in numbers if scheme.lower() == "isbn")), "")
    names = [pair for pair in _contributions(record) if pair[0] != _PUBLISHER]
    rights = texts(record, "rights", "description")
    kinds, codes = {name: kind for kind, name in _TYPES.items()}, {name: code for code, name in _ROLES.items()}
    dewey = next(
        ((source, code) for source, code in _taxa(record, "discipline") if source.startswith(_DEWEY)), ("", "")
    )
    return Description(
        title=title,
        subtitle=subtitle,
        identifiers=[pair for pair in numbers if not isbn or isbn13(pair[1]) != isbn],
        isbn=isbn,
        languages=languages_in(texts(record, "general", "language")),
        description="\n".join(texts(record, "general", "description")),
        headings=[SubjectHeading(text) for text in texts(record, "general", "keyword")],
        creators=[Credit(name, codes.get(role, "ctb")) for role, name in names],
        publisher=next((name for role, name in _contributions(record) if role == _PUBLISHER), ""),
        year=year_of(first(record, "lifeCycle", "contribute", "date", "dateTime")),
        kind=kinds.get(first(record, "educational", "learningResourceType", "value"), Resource.Kind.BOOK),
        difficulty=difficulty_of(first(record, "educational", "difficulty", "value")),
        learning_minutes=minutes_of(first(record, "educational", "typicalLearningTime", "duration")),
        learning_purpose=first(record, "educational", "description"),
        rights=next(filter(None, map(rights_of_address, rights)), Resource.Rights.UNKNOWN),
        rights_note=next((text for text in rights if not rights_of_address(text)), ""),
        subjects=[code for source, code in _taxa(record, "discipline") if source == _PROGRAMME],
        grades=[grade for _source, code in _taxa(record, "educational level") if (grade := _grade(code))],
        ddc=dewey[1],
        ddc_edition=dewey[0].removeprefix(_DEWEY).strip(),
    )


def _named(element: Any, name: str) -> list[Any]:
    return [child for child in element if local(child) == name]


def _identifiers(record: Element) -> list[tuple[str, str]]:
    found = [one for general in _named(record, "general") for one in _named(general, "identifier")]
    return [(first(one, "catalog") or "other", first(one, "entry")) for one in found if first(one, "entry")]


def _contributions(record: Element) -> list[tuple[str, str]]:
    """Return role and name of each entity, which is a vCard."""
    found = [one for cycle in _named(record, "lifeCycle") for one in _named(cycle, "contribute")]
    return [
        (first(one, "role", "value"), match[1].strip())
        for one in found
        for entity in _named(one, "entity")
        if (match := _NAME.search("".join(entity.itertext())))
    ]


def _taxa(record: Element, purpose: str) -> list[tuple[str, str]]:
    """Return source and code of each classification for this purpose."""
    found = [one for one in _named(record, "classification") if first(one, "purpose", "value") == purpose]
    return [(first(one, "taxonPath", "source"), first(one, "taxonPath", "taxon", "id")) for one in found]


def _grade(code: str) -> int:
    return int(code) if code.isascii() and code.isdigit() and len(code) < 3 and int(code) in GRADES else 0

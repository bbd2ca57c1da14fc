"""LRMI: a learning resource in the words of schema.org, as JSON-LD (https://schema.org/LearningResource)."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from repository.curriculum import GRADES, subject_name
from repository.description import Credit, Description, Link, SubjectHeading, as_credit, as_heading
from repository.formats.learning import difficulty_of, minutes_of, year_of
from repository.formats.marc import Broken, Reason
from repository.formats.marc.mapping.numbers import isbn13
from repository.formats.marc.mapping.school import licence_address, rights_of_address
from repository.formats.xml_stream import SourceRecord
from repository.languages import languages_in
from repository.models import Resource
from repository.record_bounds import is_target

CONTEXT, PROGRAMME, DEWEY = "https://schema.org", "CTGDPT 2018", "DDC"
MAX_BYTES = 64 << 20  # of a file, which is read whole
_TYPES = {
    Resource.Kind.BOOK: "Book", Resource.Kind.TEXTBOOK: "Book", Resource.Kind.PERIODICAL: "Periodical",
    Resource.Kind.IMAGE: "ImageObject", Resource.Kind.AUDIO: "AudioObject", Resource.Kind.VIDEO: "VideoObject",
}  # fmt: skip
_ROLES = {"aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator", "cmp": "composer",
          "prf": "performer", "drt": "director"}  # fmt: skip
_OTHERS = "contributor"
_GRADE = re.compile(r"(?:lớp|lop|khối|grade|class)\s*(\d{1,2})\b", re.IGNORECASE)
_SUBTITLE = " : "

Node = Mapping[str, Any]


def write(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """Return the records as the parts of one JSON-LD file."""
    yield f'{{"@context": "{CONTEXT}", "@graph": ['.encode()
    between = b"\n"
    for description in descriptions:
        yield between + json.dumps(_node(description), ensure_ascii=False).encode()
        between = b",\n"
    yield b"\n]}\n"


def read(stream: BinaryIO) -> Iterator[SourceRecord | Broken]:
    """Return the records of the file in order: one node, a list of nodes, or a graph."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield Broken(1, 0, Reason.HUGE_FILE, "")
        return
    try:
        nodes = list(_nodes(json.loads(data.decode("utf-8-sig"))))
    except (ValueError, RecursionError):
        yield Broken(1, 0, Reason.JSON, "")
        return
    for number, node in enumerate(nodes, start=1):
        yield SourceRecord(number, json.dumps(node, ensure_ascii=False).encode("utf-8", "replace"), _description(node))


def _node(one: Description) -> dict[str, Any]:
    kind = Resource.Kind(one.kind)
    credits_ = list(map(as_credit, one.creators))
    values: dict[str, Any] = {
        "@type": [_TYPES[kind], "LearningResource"] if kind in _TYPES else "LearningResource",
        "name": _SUBTITLE.join(filter(None, [one.title, one.subtitle])),
        **{name: _people(credits_, code) for code, name in _ROLES.items()},
        _OTHERS: [{"@type": "Person", "name": each.name} for each in credits_ if each.role not in _ROLES],
        "publisher": one.publisher and {"@type": "Organization", "name": one.publisher},
        "datePublished": str(one.year or ""),
        "bookEdition": one.edition_statement,
        "isbn": one.isbn,
        "issn": one.issn,
        "identifier": [{"@type": "PropertyValue", "propertyID": scheme, "value": value}
                       for scheme, value in one.identifiers],
        "inLanguage": list(one.languages),
        "description": one.description,
        "keywords": [as_heading(heading).text for heading in one.headings],
        "about": [_term(code, subject_name(code), PROGRAMME) for code in one.subjects]
        + ([_term(one.ddc, one.ddc, f"{DEWEY} {one.ddc_edition}".strip())] if one.ddc else []),
        "educationalLevel": [_term(str(grade), f"Lớp {grade}", PROGRAMME) for grade in one.grades]
        + ([one.difficulty.replace("_", " ")] if one.difficulty else []),
        "learningResourceType": one.kind,
        "educationalUse": one.learning_purpose,
        "timeRequired": "" if one.learning_minutes is None else f"PT{one.learning_minutes}M",
        "audience": one.audience and {"@type": "EducationalAudience", "audienceType": one.audience},
        "isPartOf": one.series and {"@type": "BookSeries", "name": one.series, "position": one.series_number},
        "license": licence_address(one.rights),
        "usageInfo": one.rights_note,
        "url": [link.target for link in one.links if link.target.startswith("http")],
    }  # fmt: skip
    return {name: value for name, value in values.items() if value not in ("", [], None)}


def _people(credits_: Iterable[Credit], role: str) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": credit.name} for credit in credits_ if credit.role == role]


def _term(code: str, name: str, scheme: str) -> dict[str, str]:
    return {"@type": "DefinedTerm", "termCode": code, "name": name, "inDefinedTermSet": scheme}


def _nodes(data: Any) -> Iterator[Node]:
    """Yield the nodes of a document; what is no object stays out."""
    if isinstance(data, list):
        yield from chain.from_iterable(map(_nodes, data))
    elif isinstance(data, dict) and "@graph" in data:
        yield from _nodes(data["@graph"])
    elif isinstance(data, dict):
        yield data


def _description(node: Node) -> Description:
    title, _mark, subtitle = _first(node, "name", "headline").partition(_SUBTITLE)
    levels, about = _objects(node, "educationalLevel"), _objects(node, "about")
    dewey = next((one for one in about if _scheme(one).startswith(DEWEY)), {})
    numbers = [(_first(one, "propertyID") or "other", _first(one, "value", "@value")) for one in
               _objects(node, "identifier")]  # fmt: skip
    series = next(iter(_objects(node, "isPartOf")), {})
    roles = {**{name: code for code, name in _ROLES.items()}, "creator": "aut", _OTHERS: "ctb"}
    licence = _first(node, "license")
    return Description(
        title=title,
        subtitle=subtitle,
        creators=[Credit(name, code) for property_, code in roles.items() for name in _texts(node, property_)],
        publisher=_first(node, "publisher"),
        year=year_of(_first(node, "datePublished", "dateCreated")),
        edition_statement=_first(node, "bookEdition"),
        isbn=next(filter(None, map(isbn13, _texts(node, "isbn"))), ""),
        issn=_first(node, "issn"),
        identifiers=[pair for pair in numbers if pair[1]],
        description="\n".join(_texts(node, "description", "abstract")),
        headings=[SubjectHeading(text) for text in _keywords(node)],
        subjects=[_first(one, "termCode") for one in about if _scheme(one) == PROGRAMME],
        ddc=_first(dewey, "termCode"),
        ddc_edition=_scheme(dewey).removeprefix(DEWEY).strip(),
        grades=_grades(levels),
        difficulty=next((code for level in levels if (code := difficulty_of(_first(level, "name")))), ""),
        kind=_kind(node),
        learning_purpose=_first(node, "educationalUse"),
        learning_minutes=minutes_of(_first(node, "timeRequired")),
        audience=next(
            (_first(one, "audienceType", "educationalRole", "name") for one in _objects(node, "audience")), ""
        ),
        series=_first(series, "name"),
        series_number=_first(series, "position"),
        languages=languages_in(_texts(node, "inLanguage")),
        rights=rights_of_address(licence) or Resource.Rights.UNKNOWN,
        rights_note=_first(node, "usageInfo") or ("" if rights_of_address(licence) else licence),
        links=[Link("url", "", address) for address in _texts(node, "url") if is_target(address)],
    )


def _objects(node: Node, name: str) -> list[Node]:
    """Return the values of a property as nodes; a text is a node with a name and a value."""
    value = node.get(name)
    values = value if isinstance(value, list) else [value]
    return [one if isinstance(one, dict) else {"name": one, "value": one} for one in values if one not in (None, "")]


def _texts(node: Node, *names: str) -> list[str]:
    """Return the texts of the first of these properties that has any: of an object its name, value or address."""
    for name in names:
        value = node.get(name)
        found = list(filter(None, map(_text, value if isinstance(value, list) else [value])))
        if found:
            return found
    return []


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return next(filter(None, (_text(value.get(name)) for name in ("name", "@value", "value", "@id", "url"))), "")
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), "")
    return "" if value is None or isinstance(value, bool) else str(value)


def _first(node: Node, *names: str) -> str:
    return next(iter(_texts(node, *names)), "")


def _scheme(node: Node) -> str:
    return _first(node, "inDefinedTermSet")


def _keywords(node: Node) -> list[str]:
    value = node.get("keywords")
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else _texts(node, "keywords")


def _grades(levels: Iterable[Node]) -> list[int]:
    codes = [_first(level, "termCode") for level in levels if _scheme(level) == PROGRAMME]
    named = [number for level in levels for number in _GRADE.findall(_first(level, "name"))]
    return sorted({int(code) for code in (*codes, *named) if code.isdecimal() and int(code) in GRADES})


def _kind(node: Node) -> str:
    named = next((name for name in _texts(node, "learningResourceType") if name in Resource.Kind.values), "")
    types = {name: kind for kind, name in reversed(_TYPES.items())}
    return named or next((types[name] for name in _texts(node, "@type") if name in types), Resource.Kind.BOOK)

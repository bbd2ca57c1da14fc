"""MARCXML (http://www.loc.gov/MARC21/slim): records in and out, one at a time in bounded memory.

A record that is read becomes ISO 2709 in UTF-8, with its text as it was; what XML cannot hold (control characters) is
left out when written.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from repository.formats import marc
from repository.formats.marc import Broken, Charset, Raw, Reason, Record, TooLongForMarc
from repository.formats.marc.fields import Field
from repository.formats.xml_records import local
from repository.formats.xml_stream import Wanted, elements_of

NAMESPACE = "http://www.loc.gov/MARC21/slim"
_WANTED = Wanted(name="record")
_LEADER = re.compile(r"[ -~]{24}")
_TAG = re.compile(r"[0-9A-Za-z]{3}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SEPARATORS = re.compile("[\x1d-\x1f]")


def read(stream: BinaryIO) -> Iterator[Raw | Broken]:
    """Return the records of the file in order; damaged XML ends it with one that says so."""
    for one in elements_of(stream, _WANTED):
        if isinstance(one, Broken):
            yield replace(one, reason=Reason.TOO_LONG) if one.reason is Reason.HUGE else one
        else:
            yield _judged(one.number, one.offset, _copied(one.element))


def write(records: Iterable[bytes]) -> Iterator[bytes]:
    """Return a collection of records in ISO 2709 as the parts of an XML file."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'.encode()
    for data in records:
        yield _record(marc.parse(data)).encode()
    yield b"</collection>\n"


@dataclass(frozen=True)
class _Parts:
    leader: str
    fields: tuple[Field, ...]


def _copied(element: Any) -> _Parts:
    leader = "".join(one.text or "" for one in element if local(one) == "leader")
    fields = [_field(one) for one in element if local(one) in ("controlfield", "datafield")]
    return _Parts(leader, tuple(fields))


def _field(element: Any) -> Field:
    tag = element.get("tag", "")
    if local(element) == "controlfield":
        return Field(tag, _SEPARATORS.sub("", element.text or ""))
    head = element.get("ind1", " ")[:1].ljust(1) + element.get("ind2", " ")[:1].ljust(1)
    subfields = [(one.get("code", ""), _SEPARATORS.sub("", one.text or "")) for one in element]
    return Field(tag, head, tuple(subfields))


def _judged(number: int, offset: int, parts: _Parts) -> Raw | Broken:
    excerpt = " ".join(value for field in parts.fields for _code, value in field.subfields)[:120]
    leader = parts.leader if _LEADER.fullmatch(parts.leader) else f"{parts.leader[:8]:8}a22{'':5} a 4500"
    if not leader.isascii() or not leader.isprintable():
        return Broken(number, offset, Reason.LEADER, excerpt)
    if not parts.fields or not all(_TAG.fullmatch(field.tag) for field in parts.fields):
        return Broken(number, offset, Reason.DIRECTORY, excerpt)
    if not all(len(code) == 1 for field in parts.fields for code, _value in field.subfields):
        return Broken(number, offset, Reason.FIELD, excerpt)
    record = Record(leader.encode(), (), Charset.UTF8)
    slices = tuple((field.tag, "\x1f".join(field.parts()).encode()) for field in parts.fields)
    try:
        return Raw(number, offset, replace(record, slices=slices).to_bytes())
    except TooLongForMarc:
        return Broken(number, offset, Reason.TOO_LONG, excerpt)


def _record(record: Record) -> str:
    leader = f"{record.leader.decode('ascii')[:9]}a{record.leader.decode('ascii')[10:]}"
    lines = ["<record>", f"  <leader>{_text(leader)}</leader>", *map(_element, record.fields()), "</record>\n"]
    return "\n".join(lines)


def _element(field: Field) -> str:
    if field.is_control:
        return f"  <controlfield tag={quoteattr(field.tag)}>{_text(field.head)}</controlfield>"
    first, second = (_attribute(mark) for mark in field.indicators)
    parts = "".join(f"<subfield code={_attribute(code)}>{_text(value)}</subfield>" for code, value in field.subfields)
    return f"  <datafield tag={quoteattr(field.tag)} ind1={first} ind2={second}>{parts}</datafield>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))

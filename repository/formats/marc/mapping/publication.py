"""Place, publisher, year, physical description and series: 260 or 264, 300, 490 or 440 and 830."""

import re
from dataclasses import replace

from accounts.text import clean_line
from repository import record_bounds as bounds
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair, subfield
from repository.formats.marc.mapping.punctuation import bare, punctuated
from repository.formats.marc.record import Record

_IMPRINT = ("260", "264")
_IMPRINT_MARKS = {"b": " :", "c": ","}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_EXTENT = {"a": "", "b": " : ", "c": " ; ", "e": " + "}
_EXTENT_END = re.compile(r"(?<!\s)\s*[:;+,]$")
_FIXED_YEAR = slice(7, 11)  # of 008


def _read_year(record: Record) -> int | None:
    dates = [value for _place, field in record.found(*_IMPRINT) for value in field.all("c")]
    years = [int(year) for text in (*dates, record.value("008")[_FIXED_YEAR]) for year in _YEAR.findall(text)]
    return next((year for year in years if bounds.MIN_YEAR <= year <= bounds.MAX_YEAR), None)


def _write_year(record: Record, before: int | None, after: int | None) -> Record:
    record = _with_fixed_year(record, "" if before is None else str(before), "" if after is None else str(after))
    dated = [(place, field) for place, field in record.found(*_IMPRINT) if _YEAR.search(field.first("c"))]
    for place, field in dated:
        date = _YEAR.sub(str(after), field.first("c"), count=1) if after else ""
        new = punctuated(field.with_first("c", date), _IMPRINT_MARKS)
        return record.replaced({place: None if new.is_empty else new})
    if after is None:
        return record
    for place, field in record.found(*_IMPRINT):
        return record.replaced({place: punctuated(field.with_first("c", str(after), "abc"), _IMPRINT_MARKS)})
    return record.inserted(Field("260", "  ", (("c", str(after)),)))


def _with_fixed_year(record: Record, before: str, after: str) -> Record:
    """Return the record with the year in 008, if 008 has the former year or none."""
    for place, field in record.found("008"):
        value = field.head
        if len(value) > 14 and value[_FIXED_YEAR].strip(" |u") in ("", before):
            kind = "s" if after else "n"
            new = value[:6] + kind + (after or "uuuu") + value[11:]
            return record.replaced({place: replace(field, head=new)})
    return record


def _read_extent(record: Record) -> str:
    for _place, field in record.found("300"):
        if text := _joined(field):
            return text
    return ""


def _joined(field: Field) -> str:
    text = ""
    for code, value in field.subfields:
        value = _EXTENT_END.sub("", clean_line(value))
        if code in _EXTENT and value:
            text += (_EXTENT[code] or " ") + value if text else value
    return text


def _write_extent(record: Record, _before: str, after: str) -> Record:
    pieces = re.split(r" ([:;+]) ", after)
    codes = {":": "b", ";": "c", "+": "e"}
    subfields = [("a", pieces[0])]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        code = codes[mark]
        if code > subfields[-1][0]:
            subfields[-1] = (subfields[-1][0], f"{subfields[-1][1]} {mark}")
            subfields.append((code, piece))
        else:
            subfields[-1] = (subfields[-1][0], f"{subfields[-1][1]} {mark} {piece}")
    for place, field in record.found("300"):
        others = field.without("abce").subfields
        new = replace(field, subfields=(*subfields, *others)) if after else field.without("abce")
        return record.replaced({place: None if new.is_empty else new})
    return record.inserted(Field("300", "  ", tuple(subfields))) if after else record


def _series(code: str) -> FieldPair:
    """Return the pair of a line of the series, which stands in 490 and once more in 830 as it is traced."""
    stated = subfield(("490", "440"), code, head="0 ", order="av", marks={"v": " ;"})
    traced = subfield(("830",), code, head=" 0", order="av", marks={"v": " ;"})

    def read(record: Record) -> str:
        return str(stated.read(record) or traced.read(record))

    def write(record: Record, before: str, after: str) -> Record:
        if record.found("830") and traced.read(record) == bare(before):
            record = traced.write(record, before, after)
        return stated.write(record, before, after) if record.found("490", "440") or not record.found("830") else record

    return FieldPair(read, write)


FIELDS: dict[str, FieldPair] = {
    "place": subfield(_IMPRINT, "a", order="abc", marks=_IMPRINT_MARKS),
    "publisher": subfield(_IMPRINT, "b", order="abc", marks=_IMPRINT_MARKS),
    "year": FieldPair(_read_year, _write_year),
    "extent": FieldPair(_read_extent, _write_extent),
    "series": _series("a"),
    "series_number": _series("v"),
}

"""Numbers: ISBN 020, ISSN 022, other identifiers 001, 010, 024 and 035, Dewey number 082, call number 090."""

from collections.abc import Sequence
from dataclasses import replace

from stdnum import isbn as isbn_rules

from accounts.text import clean_line
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair, subfield, with_indicator
from repository.formats.marc.mapping.lists import Units, synced
from repository.formats.marc.mapping.punctuation import bare
from repository.formats.marc.record import Record

_ABRIDGED = ("14", "15")  # editions of the abridged Dewey classification; 14 is the Vietnamese one
_SCHEMES = {"0": "isrc", "1": "upc", "2": "ismn", "3": "ean", "4": "sici"}  # by the first indicator of 024
_Pair = tuple[str, str]


def isbn13(text: str) -> str:
    """Return the ISBN at the beginning of the text as thirteen digits; empty if it is none."""
    number = clean_line(text).split(" ")[0].strip(".:;,(").replace("-", "")
    return str(isbn_rules.to_isbn13(number)).replace("-", "") if isbn_rules.is_valid(number) else ""


def _isbn_place(record: Record) -> int | None:
    return next((place for place, field in record.found("020") if isbn13(field.first("a"))), None)


def _read_isbn(record: Record) -> str:
    place = _isbn_place(record)
    return "" if place is None else isbn13(record.field(place).first("a"))


def _write_isbn(record: Record, _before: str, after: str) -> Record:
    place = _isbn_place(record)
    if place is None:
        if not after:
            return record
        first = next((at for at, _field in record.found("020")), None)
        return record.inserted(Field("020", "  ", (("a", after),)), at=first)
    field = record.field(place)
    rest = clean_line(field.first("a")).partition(" ")[2]  # "(bìa mềm)"
    new = field.with_first("a", f"{after} {rest}".strip() if after else "")
    return record.replaced({place: None if new.is_empty else new})


def _read_identifiers(record: Record) -> list[_Pair]:
    number = clean_line(record.value("001"))
    source = clean_line(record.value("003"))
    control = [("control", f"{source}:{number}" if source else number)] if number else []
    return control + [pair for pairs in _identified(record).values() for pair in pairs]


def _identified(record: Record) -> Units[_Pair]:
    isbn = _isbn_place(record)
    found: Units[_Pair] = {}
    for place, field in record.found("010", "020", "024", "035"):
        if place != isbn and (value := bare(field.first("a"))):
            found[place] = ((_scheme(field), isbn13(value) if field.tag == "020" and isbn13(value) else value),)
    return found


def _scheme(field: Field) -> str:
    if field.tag == "024":
        return _SCHEMES.get(field.indicators[0]) or clean_line(field.first("2")) or "other"
    return {"010": "lccn", "020": "isbn", "035": "system"}[field.tag]


def _write_identifiers(record: Record, _before: Sequence[_Pair], after: Sequence[_Pair]) -> Record:
    number = next((value for scheme, value in after if scheme == "control"), "")
    others = [(scheme, value) for scheme, value in after if scheme != "control"]
    record = _with_control_number(record, number)
    return synced(record, _identified(record), others, _identifier_field)


def _with_control_number(record: Record, number: str) -> Record:
    before = next((value for scheme, value in _read_identifiers(record) if scheme == "control"), "")
    if before == number:
        return record
    places = [place for place, _field in record.found("001", "003")]
    record = record.replaced(dict.fromkeys(places))
    source, _colon, own = number.rpartition(":")
    for tag, value in (("003", source), ("001", own)):
        record = record.inserted(Field(tag, value), at=0) if value else record
    return record


def _identifier_field(pair: _Pair, _alike: Field | None) -> Field:
    scheme, value = pair
    codes = {name: code for code, name in _SCHEMES.items()}
    if tag := {"lccn": "010", "isbn": "020", "system": "035"}.get(scheme):
        return Field(tag, "  ", (("a", value),))
    if scheme in codes or scheme == "other":
        return Field("024", f"{codes.get(scheme, '8')} ", (("a", value),))
    return Field("024", "7 ", (("a", value), ("2", scheme)))


_number = subfield(("082",), "a", head="04", order="ab2")
_edition = subfield(("082",), "2", head="04")


def _read_ddc(record: Record) -> str:
    return str(_number.read(record)).replace("/", "")  # marks where a number may be cut


def _write_edition(record: Record, before: str, after: str) -> Record:
    record = _edition.write(record, before, after)
    for place, field in record.found("082"):
        if field.first("2") == after and after:
            kind = "1" if after in _ABRIDGED else "0"
            return record.replaced({place: with_indicator(field, 0, kind)})
    return record


def _read_call_number(record: Record) -> str:
    fields = [field for _place, field in record.found("090")]
    return next(filter(None, (clean_line(" ".join(field.all("ab"))) for field in fields)), "")


def _write_call_number(record: Record, _before: str, after: str) -> Record:
    number, _space, mark = after.partition(" ")
    parts = tuple(one for one in (("a", number), ("b", mark)) if one[1])
    for place, field in record.found("090"):
        new = replace(field, subfields=(*parts, *field.without("ab").subfields))
        return record.replaced({place: None if new.is_empty else new})
    return record.inserted(Field("090", "  ", parts)) if after else record


FIELDS: dict[str, FieldPair] = {
    "isbn": FieldPair(_read_isbn, _write_isbn),
    "identifiers": FieldPair(_read_identifiers, _write_identifiers),
    "issn": subfield(("022",), "a"),
    "ddc": FieldPair(_read_ddc, _number.write),
    "ddc_edition": FieldPair(_edition.read, _write_edition),
    "call_number": FieldPair(_read_call_number, _write_call_number),
}

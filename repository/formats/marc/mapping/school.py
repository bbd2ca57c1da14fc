"""What a school adds: grades in 521, subjects of the programme in 658, terms of use in 540."""

import re
from collections.abc import Sequence
from dataclasses import replace

from accounts.text import clean_line
from repository import record_bounds as bounds
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair, subfield
from repository.formats.marc.mapping.notes import GRADE_LEVEL
from repository.formats.marc.record import Record
from repository.models import Resource

SOURCE = "tusach"  # $2 of the codes that only this program gives
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LICENCES = {
    Resource.Rights.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Resource.Rights.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Resource.Rights.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Resource.Rights.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Resource.Rights.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
}
_AROUND = re.compile(r"^https://|(?<![\d.])[\d.]*/?$")
_LICENCE_NAMES = {_AROUND.sub("", address).rstrip("/"): code for code, address in _LICENCES.items()}


def licence_address(rights: str) -> str:
    """Return the address of the licence; empty for rights without one."""
    return _LICENCES.get(Resource.Rights(rights), "")


def rights_of_address(address: str) -> str:
    """Return the rights that a licence's address says, of any version and country; empty for another address."""
    match = re.match(r"https?://(?:www\.)?(creativecommons\.org/(?:licenses|publicdomain)/[a-z-]+)", address.strip())
    return _LICENCE_NAMES.get(match.group(1), "") if match else ""


def _grade_fields(record: Record) -> dict[int, Field]:
    return {place: field for place, field in record.found("521") if field.indicators[0] == GRADE_LEVEL}


def _read_grades(record: Record) -> list[int]:
    texts = [text for field in _grade_fields(record).values() for text in field.all("a")]
    numbers = [int(number) for text in texts for number in _NUMBER.findall(text)]
    return sorted({number for number in numbers if number in bounds.OFFERED["grades"]})


def _write_grades(record: Record, _before: Sequence[int], after: Sequence[int]) -> Record:
    new = Field("521", f"{GRADE_LEVEL} ", tuple(("a", str(grade)) for grade in after))
    return _in_one_field(record, _grade_fields(record), new)


def _subject_fields(record: Record) -> dict[int, Field]:
    return {place: field for place, field in record.found("658") if field.first("2") == SOURCE}


def _read_subjects(record: Record) -> list[str]:
    """Return the codes as they stand; which of them the programme has, `Description.bounded` decides."""
    codes = [clean_line(code) for field in _subject_fields(record).values() for code in field.all("c")]
    return list(filter(None, dict.fromkeys(codes)))


def _write_subjects(record: Record, _before: Sequence[str], after: Sequence[str]) -> Record:
    for place in reversed(_subject_fields(record)):
        record = record.replaced({place: None})
    for code in after:
        record = record.inserted(Field("658", "  ", (("a", code), ("c", code), ("2", SOURCE))))
    return record


def _in_one_field(record: Record, standing: dict[int, Field], new: Field) -> Record:
    changes: dict[int, Field | None] = dict.fromkeys(standing)
    if standing and not new.is_empty:
        changes[min(standing)] = new
    record = record.replaced(changes)
    return record if standing or new.is_empty else record.inserted(new)


def _read_rights(record: Record) -> str:
    for _place, field in record.found("540"):
        code = clean_line(field.first("f")) if field.first("2") == SOURCE else ""
        if rights := code if code in bounds.OFFERED["rights"] else rights_of_address(field.first("u")):
            return rights
    return Resource.Rights.UNKNOWN


def _write_rights(record: Record, _before: str, after: str) -> Record:
    codes = (("u", licence_address(after)), ("f", after), ("2", SOURCE)) if after != Resource.Rights.UNKNOWN else ()
    added = tuple((code, str(value)) for code, value in codes if value)
    for place, field in record.found("540"):
        new = replace(field, subfields=(*field.without("uf2").subfields, *added))
        return record.replaced({place: None if new.is_empty else new})
    return record.inserted(Field("540", "  ", added)) if added else record


FIELDS: dict[str, FieldPair] = {
    "grades": FieldPair(_read_grades, _write_grades),
    "subjects": FieldPair(_read_subjects, _write_subjects),
    "rights": FieldPair(_read_rights, _write_rights),
    "rights_note": subfield(("540",), "a", order="auf2"),
}

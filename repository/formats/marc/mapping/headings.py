"""Subject headings: 600, 610, 611, 630, 650 and 651 with the list that they come from, and free words in 653."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.text import clean_line
from repository.description import SubjectHeading, as_heading
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair
from repository.formats.marc.mapping.lists import Units, synced
from repository.formats.marc.mapping.punctuation import bare
from repository.formats.marc.record import Record
from repository.letters import plain

_CONTROLLED, _FREE = ("600", "610", "611", "630", "650", "651"), "653"
_SCHEMES = {"0": "lcsh", "1": "lcshac", "2": "mesh", "3": "nal", "4": "local", "5": "csh", "6": "rvm"}
_NATIONAL = "btkqg"  # the word list of the National Library, whose name is written in many ways
_NATIONAL_NAME = "Bộ TK TVQG"
_NATIONAL_NAMES = {
    "btkqg",
    "bo tk tvqg",
    "btktvqg",
    "bo tktvqg",
    "tvqg",
    "bo tu khoa tvqg",
    "btk tvqg",
    "bktvqg",
    "nlv",
}
_SUBDIVISION = " -- "


def _scheme(field: Field) -> str:
    kind = field.indicators[1]
    if kind != "7":
        return _SCHEMES.get(kind, "local")
    name = clean_line(field.first("2"))
    return _NATIONAL if plain(name) in _NATIONAL_NAMES else name or "local"


def _text(field: Field) -> str:
    main = " ".join(filter(None, map(bare, field.all("abcdnpqt"))))
    return _SUBDIVISION.join(filter(None, [main, *map(bare, field.all("xyzv"))]))


def _units(record: Record) -> Units[SubjectHeading]:
    units: Units[SubjectHeading] = {}
    for place, field in record.found(*_CONTROLLED, _FREE):
        if field.tag == _FREE:
            units[place] = tuple(SubjectHeading(text) for value in field.all("a") if (text := bare(value)))
        elif text := _text(field):
            units[place] = (SubjectHeading(text, _scheme(field)),)
    return {place: held for place, held in units.items() if held}


def _read(record: Record) -> list[SubjectHeading]:
    """Return the headings, each once."""
    return list(dict.fromkeys(heading for held in _units(record).values() for heading in held))


def _write(record: Record, _before: object, after: Sequence[SubjectHeading | str]) -> Record:
    headings = [replace(as_heading(one), authority=None) for one in after]
    return synced(record, _units(record), headings, _field, _is_alike)


def _field(heading: SubjectHeading, alike: Field | None) -> Field:
    if not heading.scheme:
        return Field(_FREE, "  ", (("a", heading.text),))
    main, *parts = heading.text.split(_SUBDIVISION)
    subfields = [("a", main), *(("x", part) for part in parts)]
    codes = {name: code for code, name in _SCHEMES.items()}
    kind = codes.get(heading.scheme, "7")
    if kind == "7":
        subfields.append(("2", _NATIONAL_NAME if heading.scheme == _NATIONAL else heading.scheme))
    if alike is not None and alike.tag in ("650", "651"):
        links = [one for one in alike.subfields if one[0] in "68"]
        return Field(alike.tag, alike.indicators[0] + kind, (*links, *subfields))
    return Field("650", f" {kind}", tuple(subfields))


def _is_alike(old: SubjectHeading, new: SubjectHeading) -> bool:
    return bool(new.scheme and old.scheme) and plain(old.text) == plain(new.text)


FIELDS: dict[str, FieldPair] = {"headings": FieldPair(_read, _write)}

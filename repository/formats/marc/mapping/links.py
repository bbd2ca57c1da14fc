"""Related works: 773, 775, 776, 780, 785 and 787; addresses of the web: 856."""

from collections.abc import Sequence

from accounts.text import clean_line
from repository.description import Link
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair
from repository.formats.marc.mapping.lists import Units, synced
from repository.formats.marc.mapping.punctuation import bare
from repository.formats.marc.record import Record
from repository.record_bounds import is_target

_RELATIONS = {
    "773": "part_of", "780": "replaces", "785": "replaced_by", "775": "same_work", "776": "same_work", "787": "related",
}  # fmt: skip
_WEB = "856"
_TAGS = {"part_of": "773", "replaces": "780", "replaced_by": "785", "same_work": "775", "related": "787", "url": _WEB}
_HEADS = {"780": "00", "785": "00", _WEB: "40"}


def _link(field: Field) -> Link | None:
    if field.tag == _WEB:
        address = clean_line(field.first("u"))
        title = bare(field.first("y") or field.first("3") or field.first("z"))
        return Link("url", title, address) if address and is_target(address) else None
    title = bare(field.first("t") or field.first("a"))
    target = next(filter(is_target, map(clean_line, field.all("o"))), "")
    return Link(_RELATIONS[field.tag], title, target) if title or target else None


def _units(record: Record) -> Units[Link]:
    fields = record.found(*_RELATIONS, _WEB)
    return {place: (link,) for place, field in fields if (link := _link(field))}


def _read(record: Record) -> list[Link]:
    return [held[0] for held in _units(record).values()]


def _write(record: Record, _before: object, after: Sequence[Link]) -> Record:
    return synced(record, _units(record), list(after), _field)


def _field(link: Link, _alike: Field | None) -> Field:
    tag = _TAGS[link.relation]
    title, target = ("y", "u") if tag == _WEB else ("t", "o")
    order = (
        ((target, link.target), (title, link.title)) if tag == _WEB else ((title, link.title), (target, link.target))
    )
    return Field(tag, _HEADS.get(tag, "0 "), tuple(one for one in order if one[1]))


FIELDS: dict[str, FieldPair] = {"links": FieldPair(_read, _write)}

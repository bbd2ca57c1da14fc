"""Names: 100, 110 and 111 for the main entry, 700, 710 and 711 for the others.

A Vietnamese name stands in direct order, with the first indicator 0 or 1; it is read as transcribed. A 7XX with a title
($t) is a related work, no contributor.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from repository.description import Credit, as_credit
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair
from repository.formats.marc.mapping.lists import Units, synced
from repository.formats.marc.mapping.punctuation import bare
from repository.formats.marc.mapping.relators import AUTHOR, code_of, term_of
from repository.formats.marc.mapping.titles import restate
from repository.formats.marc.record import Record
from repository.letters import plain

_MAIN, _ADDED = ("100", "110", "111"), ("700", "710", "711")
_MAIN_ROLES = {AUTHOR, "cre", "cmp", "pht", "art", "adp"}  # who may be the main entry; editors and translators not
_BODY = re.compile(
    r"(bộ|sở|phòng|ban|viện|hội|liên đoàn|trường|đại học|học viện|trung tâm|thư viện|ủy ban|uỷ ban|công ty|"
    r"nhà xuất bản|nxb|tổng cục|cục|quốc hội|chính phủ|đảng|đoàn|tạp chí|việt nam\.)\s",
    re.I,
)
_PERSON, _BODY_ENTRY, _MEETING = "00", "10", "11"  # the end of the tag


def _credit(field: Field) -> Credit | None:
    kind = field.tag[1:]
    parts = [bare(value) for value in field.all("a" if kind == _MEETING else "ab")]
    name = (". " if kind == _BODY_ENTRY else " ").join(filter(None, parts))
    terms = field.all("j" if kind == _MEETING else "e")  # $e of a meeting is a part of its name
    return Credit(name, code_of(field.all("4"), terms)) if name else None


def _entries(record: Record, tags: tuple[str, ...]) -> Units[Credit]:
    fields = [(place, field) for place, field in record.found(*tags) if not field.first("t")]
    return {place: (credit,) for place, field in fields if (credit := _credit(field))}


def _read(record: Record) -> list[Credit]:
    main = [*_entries(record, _MAIN).values()]
    return [credit for held in (*main, *_entries(record, _ADDED).values()) for credit in held]


def _write(record: Record, before: Sequence[Credit | str], after: Sequence[Credit | str]) -> Record:
    before_names, names = [as_credit(one).name for one in before], [_plain(one) for one in after]
    record = _with_main_entry(record, names)
    main = sum(len(held) for held in _entries(record, _MAIN).values())
    record = synced(record, _entries(record, _ADDED), names[main:], _added, _is_alike)
    return restate(record, before_names, [credit.name for credit in names])


def _plain(one: Credit | str) -> Credit:
    return replace(as_credit(one), authority=None)


def _with_main_entry(record: Record, names: list[Credit]) -> Record:
    """Return the record whose 1XX, if it has one, is the first name; the former one steps down to 7XX."""
    standing = _entries(record, _MAIN)
    first = names[0] if names else None
    for place, held in reversed(standing.items()):  # more than one is against the rules
        if len(standing) == 1 and first is not None and _is_alike(held[0], first):
            return record if held[0] == first else record.replaced({place: _rewritten(first, record.field(place))})
        stays = held[0] in names
        return _with_main_entry(_retagged(record, place, "7") if stays else record.replaced({place: None}), names)
    for place, held in _entries(record, _ADDED).items():
        if held[0] == first and first.role in _MAIN_ROLES:
            return _retagged(record, place, "1")
    is_new = first is not None and first not in [held[0] for held in _entries(record, _ADDED).values()]
    if first is not None and is_new and first.role in _MAIN_ROLES:
        return record.inserted(_made(first, "1"))
    return record


def _retagged(record: Record, place: int, hundreds: str) -> Record:
    """Return the record with the field under 1XX or 7XX, its content unchanged, where that tag belongs."""
    tag, content = record.slices[place]
    tag = hundreds + tag[1:]
    others = [*record.slices[:place], *record.slices[place + 1 :]]
    at = next((n for n, (other, _content) in enumerate(others) if other >= tag), len(others))
    return replace(record, slices=(*others[:at], (tag, content), *others[at:]))


def _added(credit: Credit, alike: Field | None) -> Field:
    return _rewritten(credit, alike) if alike else _made(credit, "7")


def _made(credit: Credit, hundreds: str) -> Field:
    is_body = _BODY.match(credit.name) is not None
    indicator = "2" if is_body else "1" if "," in credit.name else "0"
    return _with_role(Field(f"{hundreds}{'10' if is_body else '00'}", f"{indicator} ", (("a", credit.name),)), credit)


def _rewritten(credit: Credit, field: Field) -> Field:
    """Return the field of a name that was corrected, or of a role that changed; dates and the rest stay."""
    standing = _credit(field)
    if standing is not None and standing.name != credit.name:
        field = field.without("" if field.tag[1:] == _MEETING else "b").with_first("a", credit.name)
    return _with_role(field, credit) if standing is None or standing.role != credit.role else field


def _with_role(field: Field, credit: Credit) -> Field:
    field = field.without("4j" if field.tag[1:] == _MEETING else "4e")
    if credit.role == AUTHOR:
        return field
    term = (("e", term_of(credit.role)),) if term_of(credit.role) else ()
    return replace(field, subfields=(*field.subfields, *term, ("4", credit.role)))


def _is_alike(old: Credit, new: Credit) -> bool:
    return plain(old.name) == plain(new.name)


FIELDS: dict[str, FieldPair] = {"creators": FieldPair(_read, _write)}

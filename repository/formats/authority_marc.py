"""MARC 21 authority records: heading (1XX), variants (4XX), notes (667–680) and number (035) of an authority.

https://www.loc.gov/marc/authority/. A field without a place in an authority is named, never dropped silently.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from accounts.errors import UserFacingError
from accounts.text import clean_line, clean_paragraphs, is_uuid
from repository.authority_entry import Entry, Unread
from repository.errors import NoAuthorityRecord, ReferenceOnly, UnusedAuthorityKind
from repository.formats.marc import Broken, Charset, Raw, Record, TooLongForMarc, parse
from repository.formats.marc.damage import DamagedAuthority
from repository.formats.marc.fields import Field

TAGS = {"person": "100", "body": "110", "series": "130", "subject": "150", "place": "151"}
_INDICATORS = {"100": "1 ", "110": "2 ", "130": " 0", "150": "  ", "151": "  "}
_KINDS = {tag: kind for kind, tag in TAGS.items()} | {"111": "body"}
_NAMES = ("100", "110", "111")
# The subfields of a heading, in the order of the field; behind "|" those that " -- " stands before.
_PARTS = {
    "100": "abcq",
    "110": "abcdgn",
    "111": "acdegnq",
    "130": "adfghklmnoprst",
    "150": "abg|vxyz",
    "151": "ag|vxyz",
}
_SUBDIVISION = " -- "
_NOTES = ("667", "670", "678", "680")  # not for readers, source, biography, scope
_NOTE = "abi"
_OF_THE_FILE = frozenset({"001", "003", "005", "008", "040"})  # say nothing of the authority
_EXCERPT = 120  # characters
MAX_SCHEME, MAX_NUMBER = 40, 200  # characters
_LEADER = b"00000nz  a2200000n  4500"
_FIXED = "n|azznnaabn          |a aaa      "  # 008/06-39 of an established heading without further statements


def of(authority: Entry, changed_at: datetime) -> bytes:
    """Return the record in ISO 2709; one that is too long has fewer variants, and a note (667) that says how many."""
    fitting = len(authority.variants)
    while True:
        left_out = len(authority.variants) - fitting
        note = "\n".join(filter(None, [authority.note, f"Variants left out: {left_out}" if left_out else ""]))
        try:
            return _record(replace(authority, note=note, variants=authority.variants[:fitting]), changed_at)
        except TooLongForMarc:
            if not fitting:
                raise
            fitting -= 1


def _record(authority: Entry, changed_at: datetime) -> bytes:
    tag = TAGS[authority.kind]
    number = f"({authority.scheme}){authority.scheme_id}" if authority.scheme else authority.scheme_id
    dates = (("d", authority.dates),) if authority.dates else ()
    heading = f"{authority.heading}," if dates else authority.heading
    fields = [
        Field("001", authority.uuid),
        Field("005", f"{changed_at:%Y%m%d%H%M%S.0}"),
        Field("008", f"{changed_at:%y%m%d}{_FIXED}"),
        *([Field("035", "  ", (("a", number),))] if number else []),
        Field(tag, _INDICATORS[tag], (("a", heading), *dates)),
        *(Field(f"4{tag[1:]}", _INDICATORS[tag], (("a", variant),)) for variant in authority.variants),
        *(Field("667", "  ", (("a", line),)) for line in authority.note.splitlines()),
    ]
    return Record(_LEADER, (), Charset.UTF8).arranged(fields).to_bytes()


def read(records: Iterable[Raw | Broken]) -> Iterator[Entry | Unread]:
    """Return the authorities of the records of a file, in order; those without a heading that is used, with why."""
    for raw in records:
        if isinstance(raw, Broken):
            yield Unread(raw.number, raw.excerpt, DamagedAuthority(reason=raw.reason.value))
        else:
            yield _entry(raw.number, parse(raw.data))


def _entry(number: int, record: Record) -> Entry | Unread:
    fields = list(record.fields())
    headings = [field for field in fields if field.tag[0] == "1"]
    refusal = _refusal(record, headings)
    if refusal is not None:
        return Unread(number, _excerpt(headings or fields), refusal)
    main = headings[0]
    variants = [field for field in fields if _is_variant(field)]
    notes = [field for field in fields if field.tag in _NOTES]
    source, scheme, scheme_id = _number(record)
    used = [main, *variants, *notes, source]
    lost = [field.tag for field in fields if field not in used and field.tag not in _OF_THE_FILE]
    lost += [f"{field.tag} ${code}" for field in (main, *variants, *notes) for code in _without_place(field)]
    control = record.value("001").strip()
    return Entry(
        kind=_KINDS[main.tag],
        heading=_heading(main),
        dates=clean_line(main.first("d")).strip(" .,") if main.tag == "100" else "",
        note=clean_paragraphs("\n".join(" ".join(field.all(_NOTE)) for field in notes)),
        variants=tuple(dict.fromkeys(filter(None, map(_variant, variants)))),
        scheme=scheme,
        scheme_id=scheme_id,
        uuid=control if is_uuid(control) else "",
        lost=tuple(dict.fromkeys(lost)),
        number=number,
    )


def _refusal(record: Record, headings: Sequence[Field]) -> UserFacingError | None:
    if record.leader[6:7] != b"z" or not headings or not headings[0].first("abcdefghijklmnopqrstuvwxyz"):
        return NoAuthorityRecord()
    main = headings[0]
    if main.tag not in _KINDS or (main.tag in _NAMES and main.first("t")):
        return UnusedAuthorityKind(field=f"{main.tag} $t" if main.tag in _KINDS else main.tag)
    if record.leader[5:6] in (b"d", b"o", b"s", b"x") or record.value("008")[9:10] in ("b", "c", "g"):
        return ReferenceOnly()
    return None


def _is_variant(field: Field) -> bool:
    main = f"1{field.tag[1:]}"
    return field.tag[0] == "4" and main in _KINDS and not (main in _NAMES and field.first("t"))


def _heading(field: Field) -> str:
    whole, _bar, divisions = _PARTS[f"1{field.tag[1:]}"].partition("|")
    first = clean_line(" ".join(field.all(whole)))
    if field.tag[1:] == "00" and field.first("d"):
        first = first.rstrip(" ,")
    return _SUBDIVISION.join(filter(None, [first, *map(clean_line, field.all(divisions) if divisions else ())]))


def _variant(field: Field) -> str:
    dates = clean_line(field.first("d")) if field.tag == "400" else ""
    return f"{_heading(field)}, {dates}" if dates else _heading(field)


def _without_place(field: Field) -> list[str]:
    """Return the codes of subfields that are not taken; $w of a variant, $0 and $8 are no text."""
    known = _NOTE if field.tag in _NOTES else _PARTS[f"1{field.tag[1:]}"] + "d" * (field.tag[1:] == "00")
    known += "08" + "w" * (field.tag[0] == "4")
    return [code for code, _value in field.subfields if code not in known]


def _number(record: Record) -> tuple[Field | None, str, str]:
    """Return the field with the number in another list, the list and the number; else the control number, or none."""
    for _place, field in record.found("035"):
        text = clean_line(field.first("a"))
        scheme, bracket, number = text.removeprefix("(").partition(")")
        is_named = text.startswith("(") and bool(bracket)
        scheme, number = (scheme.strip(), number.strip()) if is_named else ("", text)
        if number and len(scheme) <= MAX_SCHEME and len(number) <= MAX_NUMBER:
            return field, scheme, number
    scheme, number = clean_line(record.value("003")), clean_line(record.value("001"))
    if scheme and number and not is_uuid(number) and len(scheme) <= MAX_SCHEME and len(number) <= MAX_NUMBER:
        return None, scheme, number
    return None, "", ""


def _excerpt(fields: Iterable[Field]) -> str:
    texts = (value for field in fields for _code, value in field.subfields)
    return clean_line(" ".join(texts)[: _EXCERPT * 2])[:_EXCERPT]

"""MARC 21 authority records: heading (1XX), variants (4XX), notes (667) and number (035) of an authority.

https://www.loc.gov/marc/authority/
"""

from dataclasses import dataclass, replace
from datetime import datetime

from repository.formats.marc import Charset, Record, TooLongForMarc
from repository.formats.marc.fields import Field

TAGS = {"person": "100", "body": "110", "series": "130", "subject": "150", "place": "151"}
_INDICATORS = {"100": "1 ", "110": "2 ", "130": " 0", "150": "  ", "151": "  "}
_LEADER = b"00000nz  a2200000n  4500"
_FIXED = "n|azznnaabn          |a aaa      "  # 008/06-39 of an established heading without further statements


@dataclass(frozen=True)
class AuthorityRecord:
    """What an authority record says; `kind` is a key of TAGS, `scheme` and `scheme_id` are of another list."""

    uuid: str
    kind: str
    heading: str
    changed_at: datetime
    dates: str = ""
    note: str = ""
    variants: tuple[str, ...] = ()
    scheme: str = ""
    scheme_id: str = ""


def of(authority: AuthorityRecord) -> bytes:
    """Return the record in ISO 2709; one that is too long has fewer variants, and a note (667) that says how many."""
    fitting = len(authority.variants)
    while True:
        left_out = len(authority.variants) - fitting
        note = "\n".join(filter(None, [authority.note, f"Variants left out: {left_out}" if left_out else ""]))
        try:
            return _record(replace(authority, note=note, variants=authority.variants[:fitting]))
        except TooLongForMarc:
            if not fitting:
                raise
            fitting -= 1


def _record(authority: AuthorityRecord) -> bytes:
    tag = TAGS[authority.kind]
    number = f"({authority.scheme}){authority.scheme_id}" if authority.scheme else authority.scheme_id
    dates = (("d", authority.dates),) if authority.dates else ()
    heading = f"{authority.heading}," if dates else authority.heading
    fields = [
        Field("001", authority.uuid),
        Field("005", f"{authority.changed_at:%Y%m%d%H%M%S.0}"),
        Field("008", f"{authority.changed_at:%y%m%d}{_FIXED}"),
        *([Field("035", "  ", (("a", number),))] if number else []),
        Field(tag, _INDICATORS[tag], (("a", heading), *dates)),
        *(Field(f"4{tag[1:]}", _INDICATORS[tag], (("a", variant),)) for variant in authority.variants),
        *(Field("667", "  ", (("a", line),)) for line in authority.note.splitlines()),
    ]
    return Record(_LEADER, (), Charset.UTF8).arranged(fields).to_bytes()

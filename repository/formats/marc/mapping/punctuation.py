"""The punctuation of ISBD, which MARC puts at the ends of subfields and a description does not have."""

import re
from dataclasses import replace

from accounts.text import clean_line
from repository.formats.marc.fields import Field

_ABBREVIATED = re.compile(
    r"(^|[\s.(])([^\W\d]|v\.v|tr|tp|tập|nxb|ts|ths|gs|pgs|st|jr|sr|co|inc|ltd|ed|vol|no|cb|bs|\w\.\w+)\.$", re.I
)


def bare(text: str) -> str:
    """Return the clean line without the mark at its end; the full stop of an abbreviation stays."""
    line, shorter = "", clean_line(text)
    while line != shorter:
        line, shorter = shorter, without_mark(shorter, alone="+=")
    if line.endswith(".") and not line.endswith("..") and not _ABBREVIATED.search(line):
        line = line[:-1].rstrip()
    return line


def without_mark(text: str, *, alone: str, marks: str = "/:;,") -> str:
    """Return the text without one of the marks at its end; those of `alone` are marks after a blank only (C++)."""
    line = text.rstrip()
    is_mark = line[-1:] in marks if line else False
    is_alone = bool(line) and line[-1] in alone and line[-2:-1].isspace()
    return line[:-1].rstrip() if is_mark or is_alone else text


def punctuated(field: Field, marks: dict[str, str]) -> Field:
    """Return the field with these marks before the subfields that they belong to, and none at its end."""
    subfields = list(field.subfields)
    for place, (code, value) in enumerate(subfields):
        following = subfields[place + 1][0] if place + 1 < len(subfields) else ""
        if following in marks:
            subfields[place] = (code, without_mark(value, alone="+", marks="/:;,=") + marks[following])
        elif not following and marks:
            subfields[place] = (code, without_mark(value, alone="+", marks="/:;,="))
    return replace(field, subfields=tuple(subfields))

"""The punctuation of ISBD, which MARC puts at the ends of subfields and a description does not have."""

import re
from dataclasses import replace

from accounts.text import clean_line
from repository.formats.marc.fields import Field

_MARK = re.compile(r"(\s+[+=]|\s*[/:;,])+$")
_ABBREVIATED = re.compile(
    r"(^|[\s.(])([^\W\d]|v\.v|tr|tp|tập|nxb|ts|ths|gs|pgs|st|jr|sr|co|inc|ltd|ed|vol|no|cb|bs|\w\.\w+)\.$", re.I
)
_LAST_MARK = re.compile(r"\s*[/:;,=]$|\s+\+$")


def bare(text: str) -> str:
    """Return the clean line without the mark at its end; the full stop of an abbreviation stays."""
    line = _MARK.sub("", clean_line(text))
    if line.endswith(".") and not line.endswith("..") and not _ABBREVIATED.search(line):
        line = line[:-1].rstrip()
    return line


def punctuated(field: Field, marks: dict[str, str]) -> Field:
    """Return the field with these marks before the subfields that they belong to, and none at its end."""
    subfields = list(field.subfields)
    for place, (code, value) in enumerate(subfields):
        following = subfields[place + 1][0] if place + 1 < len(subfields) else ""
        if following in marks:
            subfields[place] = (code, _LAST_MARK.sub("", value) + marks[following])
        elif not following and marks:
            subfields[place] = (code, _LAST_MARK.sub("", value))
    return replace(field, subfields=tuple(subfields))

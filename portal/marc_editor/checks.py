"""What is wrong with the rows of a record, as sentences; fields that were not touched are not judged."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.marc_editor.rows import LEADER, Row, is_unchanged
from repository.formats.marc import Record
from repository.formats.marc.field_rules import LINKING, Rule, rules
from repository.formats.marc.mapping.numbers import isbn13

_FIXED = {"008": 40}  # characters


def problems_of_leader(leader: str) -> list[str]:
    """Return what is wrong with the leader."""
    if len(leader) == LEADER and leader.isascii() and leader.isprintable():
        return []
    return [_("The leader must have 24 characters: plain letters, digits and spaces.")]


def problems_of(rows: Sequence[Row], record: Record) -> dict[int, list[str]]:
    """Return the problems by the place of their row; an empty place (-1) for those of the whole record."""
    count = Counter(row.tag for row in rows)
    touched = {place: row for place, row in enumerate(rows) if not is_unchanged(row, record)}
    found = {place: [*_problems(row), *_repeated(row, count)] for place, row in touched.items()}
    if not any(row.tag == "245" and any(code == "a" and value for code, value in row.subfields()) for row in rows):
        found[-1] = [_("The record needs a title: field 245 with $a.")]
    return {place: problems for place, problems in found.items() if problems}


def _problems(row: Row) -> list[str]:
    if not (len(row.tag) == 3 and row.tag.isascii() and row.tag.isalnum()):
        return [_("A tag has three characters, for example 245; “%(tag)s” has not.") % {"tag": row.tag}]
    rule = rules().get(row.tag)
    return _control_problems(row) if row.is_control else [*_indicators(row, rule), *_subfields(row, rule)]


def _control_problems(row: Row) -> list[str]:
    length = _FIXED.get(row.tag, len(row.text))
    if not row.text.strip():
        return [_("Field %(tag)s is empty. Fill it in, or remove it.") % {"tag": row.tag}]
    if len(row.text) == length:
        return []
    values = {"tag": row.tag, "length": length, "count": len(row.text)}
    return [_("Field %(tag)s must have %(length)s characters; it has %(count)s.") % values]


def _indicators(row: Row, rule: Rule | None) -> list[str]:
    if len(row.indicators) != 2 or not row.indicators.isascii():
        return [_("Field %(tag)s needs two indicators; # stands for a blank.") % {"tag": row.tag}]
    found = []
    for place, value in enumerate(row.indicators, start=1):
        allowed = rule.indicators.get(place) if rule else None
        if allowed and value not in allowed.values:
            values = {"tag": row.tag, "place": place, "value": value, "allowed": ", ".join(sorted(allowed.values))}
            found.append(_("Field %(tag)s: indicator %(place)s is “%(value)s”; allowed are %(allowed)s.") % values)
    return found


def _subfields(row: Row, rule: Rule | None) -> list[str]:
    pairs = row.subfields()
    if not any(value for _code, value in pairs):
        return [_("Field %(tag)s is empty. Fill it in, or remove it.") % {"tag": row.tag}]
    found = [
        _("Field %(tag)s: text stands before the first subfield. Begin with $a.") % {"tag": row.tag}
        for code, _value in pairs
        if not code
    ]
    count = Counter(code for code, _value in pairs if code)
    for code, times in count.items():
        known = rule.subfields.get(code) if rule else None
        values = {"tag": row.tag, "code": code}
        if not (code.isascii() and code.isalnum() and code == code.lower()):
            found.append(_("Field %(tag)s: “$%(code)s” is no subfield; codes are small letters and digits.") % values)
        elif rule and rule.subfields and known is None and code not in LINKING:
            found.append(_("Field %(tag)s has no subfield $%(code)s. Press F2 to see those it has.") % values)
        elif known and not known.repeats and times > 1:
            found.append(_("Field %(tag)s: $%(code)s may stand only once.") % values)
    return [*found, *_isbn(row, pairs)]


def _isbn(row: Row, pairs: list[tuple[str, str]]) -> list[str]:
    wrong = [value for code, value in pairs if row.tag == "020" and code == "a" and value and not isbn13(value)]
    sentence = _("“%(isbn)s” is no valid ISBN. Compare it with the book; an ISBN printed wrong belongs into $z.")
    return [sentence % {"isbn": value} for value in wrong]


def _repeated(row: Row, count: Counter[str]) -> list[str]:
    rule = rules().get(row.tag)
    if rule is None or rule.repeats or count[row.tag] < 2:
        return []
    return [_("Field %(tag)s may stand only once in a record.") % {"tag": row.tag}]

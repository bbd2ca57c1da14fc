"""Coded values: the kind in the leader and 655, the languages in 041 and 008."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.text import clean_line
from repository.description import Description
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair
from repository.formats.marc.record import Record
from repository.languages import UNSPECIFIC, is_exact, language_of, languages_in, marc_code
from repository.letters import plain
from repository.models import Resource

_Kind = Resource.Kind
_ISO_639_3 = "iso639-3"  # $2 of a 041 with languages that MARC's own list lacks
_FIXED_LANGUAGE = slice(35, 38)  # of 008
# The kinds that the leader (06, 07) tells, and the words that tell the others: in 655, or in 927 of Libol.
_LEADERS = {
    _Kind.PERIODICAL: "as", _Kind.IMAGE: "km", _Kind.AUDIO: "im", _Kind.VIDEO: "gm", _Kind.SIMULATION: "mm",
}  # fmt: skip
_TYPES = {"k": _Kind.IMAGE, "i": _Kind.AUDIO, "j": _Kind.AUDIO, "g": _Kind.VIDEO, "m": _Kind.SIMULATION}
_WORDS = {_Kind.TEXTBOOK: "Sách giáo khoa", _Kind.LESSON: "Kế hoạch bài dạy", _Kind.WORKSHEET: "Phiếu học tập"}
_KINDS = {
    **{plain(word): kind for kind, word in _WORDS.items()},
    "sgk": _Kind.TEXTBOOK, "textbooks": _Kind.TEXTBOOK, "giao an": _Kind.LESSON, "lesson plans": _Kind.LESSON,
    "bao tap chi": _Kind.PERIODICAL, "tap chi": _Kind.PERIODICAL,
}  # fmt: skip


def new_008(description: Description) -> Field:
    """Return the fixed data of a new record: 40 characters; the date of entry is not known here."""
    country = "vm " if "vi" in description.languages else "xx "
    return Field("008", f"{'':6}n{'uuuu':4}{'':4}{country}{'':17}und d")


def _kind_of(field: Field) -> str:
    texts = [field.head, *(value for _code, value in field.subfields)]
    return next((str(_KINDS[word]) for text in texts if (word := plain(text)) in _KINDS), "")


def _read_kind(record: Record) -> str:
    if kind := next(filter(None, (_kind_of(field) for _place, field in record.found("655", "927"))), ""):
        return kind
    leader = record.leader.decode("ascii")
    return str(_Kind.PERIODICAL if leader[7] in "bis" else _TYPES.get(leader[6], _Kind.BOOK))


def _write_kind(record: Record, _before: str, after: str) -> Record:
    named = [place for place, field in record.found("655", "927") if _kind_of(field)]
    record = record.replaced(dict.fromkeys(named))
    if _read_kind(record) != after:
        record = record.with_leader(6, _LEADERS.get(_Kind(after), "am"))
    if word := _WORDS.get(_Kind(after)):
        record = record.inserted(Field("655", " 4", (("a", word),)))
    return record


def _codes(record: Record) -> list[str]:
    """Return the codes of 041 $a, also those written in one, then that of 008."""
    texts = [clean_line(value).lower() for _place, field in record.found("041") for value in field.all("a")]
    codes = [text[at : at + 3] for text in texts for at in range(0, len(text), 3)]
    return [*codes, record.value("008")[_FIXED_LANGUAGE].lower()]


def _read_languages(record: Record) -> list[str]:
    """Return the languages; a language of ISO 639-3 replaces the code of its group, which MARC 008 has instead."""
    found = languages_in(_codes(record))
    others = [code for code in found if not is_exact(code)]
    ordered: list[str] = []
    for code in filter(is_exact, found):
        ordered += [other for other in others if marc_code(other) == code] or [code]
    ordered = list(dict.fromkeys((*ordered, *others)))
    return [code for code in ordered if code not in UNSPECIFIC or len(ordered) == 1]


def _write_languages(record: Record, _before: Sequence[str], after: Sequence[str]) -> Record:
    others = [code for code in dict.fromkeys(_codes(record)) if not language_of(code) and code.isalpha()]
    codes = list(dict.fromkeys((*map(marc_code, after), *(code for code in others if code != "und"))))
    for place, field in record.found("008"):
        fixed = f"{field.head:40}"
        if len(field.head) <= 40:
            new = fixed[:35] + (codes[0] if codes else "und") + fixed[38:]
            record = record.replaced({place: replace(field, head=new)})
    return _with_041(_with_exact(record, [code for code in after if not is_exact(code)]), codes)


def _with_exact(record: Record, codes: Sequence[str]) -> Record:
    """Return the record with the languages of ISO 639-3 in a 041 of their own."""
    subfields = tuple(("a", code) for code in codes)
    for place, field in record.found("041"):
        if field.first("2") == _ISO_639_3:
            new = replace(field, subfields=(*subfields, *field.without("a").subfields))
            return record.replaced({place: new if codes else None})
    return record.inserted(Field("041", "07", (*subfields, ("2", _ISO_639_3)))) if codes else record


def _with_041(record: Record, codes: list[str]) -> Record:
    subfields = tuple(("a", code) for code in codes)
    for place, field in record.found("041"):
        if field.first("2") == _ISO_639_3:
            continue
        new = replace(field, subfields=(*subfields, *field.without("a").subfields))
        return record.replaced({place: None if new.is_empty else new})
    is_fixed = any(len(field.head) <= 40 for _place, field in record.found("008"))  # a longer one is damaged
    needed = len(codes) > 1 or (codes and not is_fixed)
    return record.inserted(Field("041", "0 ", subfields)) if needed else record


FIELDS: dict[str, FieldPair] = {
    "kind": FieldPair(_read_kind, _write_kind),
    "languages": FieldPair(_read_languages, _write_languages),
}

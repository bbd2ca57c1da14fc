"""Notes: the summary in 520, the contents in 505, others in 500, one paragraph to a field; the audience in 521."""

from dataclasses import replace

from accounts.text import clean_line
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair, line
from repository.formats.marc.mapping.lists import Units, synced
from repository.formats.marc.record import Record

_LONGEST = 3_000  # characters of a field: Vietnamese letters take up to three bytes, a field has 9,999
_PART = " -- "  # between the parts of a contents note
GRADE_LEVEL = "2"  # the first indicator of 521 for school grades


def _paragraphs(tag: str, head: str = "  ") -> FieldPair:
    def units(record: Record) -> Units[str]:
        texts = {place: clean_line(" ".join(field.all("ab"))) for place, field in record.found(tag)}
        return {place: (text,) for place, text in texts.items() if text}

    def read(record: Record) -> str:
        return "\n".join(held[0] for held in units(record).values())

    def write(record: Record, _before: str, after: str) -> Record:
        wanted = [piece for text in after.split("\n") if (whole := clean_line(text)) for piece in _pieces(whole, " ")]
        return synced(record, units(record), wanted, lambda text, _alike: Field(tag, head, (("a", text),)))

    return FieldPair(read, write)


def _read_contents(record: Record) -> str:
    """Return one part of the contents per line."""
    notes = [field for _place, field in record.found("505")]
    texts = (clean_line(" ".join(value for code, value in field.subfields if code in "agtr")) for field in notes)
    return "\n".join(part.strip() for text in texts for part in text.split("--") if part.strip())


def _write_contents(record: Record, _before: str, after: str) -> Record:
    places = [place for place, _field in record.found("505")]
    text = _PART.join(filter(None, map(clean_line, after.split("\n"))))
    fields = [Field("505", "0 ", (("a", piece),)) for piece in _pieces(text, _PART)]
    if places and fields:
        links = tuple(one for one in record.field(places[0]).subfields if one[0] in "68")
        fields[0] = replace(fields[0], subfields=(*links, *fields[0].subfields))
    record = record.replaced(dict.fromkeys(places))
    for number, field in enumerate(fields):
        record = record.inserted(field, places[0] + number if places else None)
    return record


def _pieces(text: str, between: str) -> list[str]:
    """Return the text in pieces that fit into a field, cut where `between` stands."""
    pieces: list[str] = []
    for word in text.split(between):
        if pieces and len(pieces[-1]) + len(between) + len(word) <= _LONGEST:
            pieces[-1] += between + word
        elif word:
            pieces.append(word)
    return pieces


def _is_audience(field: Field) -> bool:
    return field.indicators[0] != GRADE_LEVEL


FIELDS: dict[str, FieldPair] = {
    "description": _paragraphs("520"),
    "contents": FieldPair(_read_contents, _write_contents),
    "notes": _paragraphs("500"),
    "audience": line("521", "a", where=_is_audience),
}

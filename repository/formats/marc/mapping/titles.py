"""Title, subtitle and edition statement: 245 and 250."""

from dataclasses import replace

from accounts.text import clean_line
from repository.formats.marc.fields import Field
from repository.formats.marc.mapping.field_pair import FieldPair, subfield, with_indicator
from repository.formats.marc.mapping.punctuation import bare, punctuated
from repository.formats.marc.record import Record

TITLE_MARKS = {"b": " :", "c": " /"}
_ORDER = "ahnpbc"
_ARTICLES = ("The ", "An ", "A ")


def _read_title(record: Record) -> str:
    """Return the title with number and name of the part: volumes of a textbook differ by them alone."""
    for _place, field in record.found("245"):
        if title := ". ".join(filter(None, map(bare, field.all("anp")))):
            return title
    return ""


def _write_title(record: Record, _before: str, after: str) -> Record:
    for place, field in record.found("245"):
        return record.replaced({place: _retitled(field, after)})
    main_entry = any(tag in ("100", "110", "111") for tag, _content in record.slices)
    return record.inserted(Field("245", f"{int(main_entry)}{_skipped(after)}", (("a", after),)))


def _retitled(field: Field, title: str) -> Field:
    part = ". ".join(filter(None, map(bare, field.all("np"))))
    if part and title.endswith(f". {part}"):
        new = field.with_first("a", f"{title.removesuffix(part).rstrip()}", _ORDER)
    else:
        new = _without_parts(field).with_first("a", title, _ORDER)
    if field.indicators[1] not in "0 ":
        new = with_indicator(new, 1, _skipped(title))
    return punctuated(new, TITLE_MARKS)


def _without_parts(field: Field) -> Field:
    """Return the field with one title alone."""
    first = field.first("a")
    return field.without("anp").with_first("a", first or " ", _ORDER)


def _skipped(title: str) -> str:
    """Return how many characters sorting skips: an English article; Vietnamese has none."""
    return str(next((len(article) for article in _ARTICLES if title.startswith(article)), 0))


def restate(record: Record, before: list[str], after: list[str]) -> Record:
    """Return the record with the statement of responsibility that the names make, if the former names made it."""
    for place, field in record.found("245"):
        if clean_line(field.first("c")) == ", ".join(before):
            new = punctuated(field.with_first("c", ", ".join(after), _ORDER), TITLE_MARKS)
            return record.replaced({place: replace(new)})
    return record


FIELDS: dict[str, FieldPair] = {
    "title": FieldPair(_read_title, _write_title),
    "subtitle": subfield(("245",), "b", head="00", order=_ORDER, marks=TITLE_MARKS),
    "edition_statement": subfield(("250",), "a"),
}

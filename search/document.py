"""The documents of the index: resources, and their parts (pages and captions). Each field is declared here, once.

To add a field: add a line to RESOURCE_FIELDS or PART_FIELDS and its value to `index`, raise FORMAT, and run
`manage.py rebuild_index`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from zlib import crc32

from access.policy import AccessFacts
from repository.collation import first_letter
from search.analysis import EDGE, analyse, readings, tokens

# Raise it when a field, the analysis or the meaning of a value changes: an index of another format is rebuilt.
FORMAT = 8

ALWAYS = 2**62  # microseconds; later than any date
JOIN_WORDS = 15  # words from each side of a page break; a phrase of up to 16 words is found wherever the break cuts it

Value = str | int | list[str]


class FieldKind(Enum):
    """How an engine indexes a field."""

    KEY = "the identifier of the document"
    NUMBER = "a signed integer, for ranges and for sorting"
    WORDS = "split at whitespace, with positions"
    BAG = "split at whitespace, without positions"
    LABEL = "exact values, for filters only"
    FACET = "exact values, for filters and counts"
    ORDER = "one exact value for sorting, unique in the index"


ACCESS_FIELDS = {
    "key": FieldKind.KEY,
    "revision": FieldKind.NUMBER,
    "labels": FieldKind.LABEL,
    "published": FieldKind.NUMBER,
    "opens": FieldKind.NUMBER,
    "closes": FieldKind.NUMBER,
}
FACETS = ("subject", "grade", "lesson", "kind", "name", "heading", "school", "collection", "language", "letter")
MAX_FACET_VALUE = 100  # characters, of a name or a heading that is a value of a facet
RECORD = ("title", "names", "all")
SPELLINGS = ("exact", "folded")
RESOURCE_FIELDS = {
    **ACCESS_FIELDS,
    "whole_exact": FieldKind.LABEL,
    "whole_folded": FieldKind.LABEL,
    **{f"{name}_{spelling}": FieldKind.WORDS for name in RECORD for spelling in SPELLINGS},
    **{f"{name}_{spelling}_pairs": FieldKind.BAG for name in RECORD for spelling in SPELLINGS},
    **dict.fromkeys(FACETS, FieldKind.FACET),
    "edition": FieldKind.NUMBER,
    "by_title": FieldKind.ORDER,
    "age": FieldKind.NUMBER,
}
PART_FIELDS = {
    **ACCESS_FIELDS,
    "resource": FieldKind.FACET,
    "order": FieldKind.NUMBER,
    "text_exact": FieldKind.WORDS,
    "text_folded": FieldKind.WORDS,
    "text_folded_pairs": FieldKind.BAG,
    "join_exact": FieldKind.WORDS,
    "join_folded": FieldKind.WORDS,
}


class PartKind(StrEnum):
    """The parts of a resource that are documents of their own."""

    PAGE = "page"
    CUE = "cue"


@dataclass(frozen=True)
class ResourceDocument:
    """The document of a resource; `sort_title` comes from repository.collation, `school` is the code of the owner.

    `edition` is the primary key of the edition: all its holdings are one entry of the results. `collections` are UUIDs,
    also of collections that readers do not see, `lessons` those of any unit. `credits` and `headings` are the names and
    subject headings that the record shows; `names` and `texts` hold in addition the forms as transcribed and the
    variants of their authorities.
    """

    key: str
    revision: int
    facts: AccessFacts
    title: str
    created: datetime
    edition: int
    subtitle: str = ""
    names: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    sort_title: str = ""
    subjects: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    kind: str = ""
    school: str = ""
    collections: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def index(self) -> Mapping[str, Value]:
        """Return the values of RESOURCE_FIELDS."""
        titles = readings(self.title)
        return {
            **_access(self.key, self.revision, self.facts),
            "whole_exact": [whole(token.exact for token in title) for title in titles],
            "whole_folded": [whole(token.folded for token in title) for title in titles],
            **_words("title", [self.title]),
            **_words("names", self.names),
            **_words("all", [self.title, self.subtitle, *self.names, *self.texts]),
            "subject": list(self.subjects),
            "grade": list(self.grades),
            "lesson": list(self.lessons),
            "kind": [self.kind] if self.kind else [],
            "name": [name[:MAX_FACET_VALUE] for name in self.credits],
            "heading": [heading[:MAX_FACET_VALUE] for heading in self.headings],
            "school": [self.school] if self.school else [],
            "collection": list(self.collections),
            "language": list(self.languages),
            "letter": [letter] if (letter := first_letter(self.sort_title)) else [],
            "edition": self.edition,
            "by_title": f"{self.sort_title[:400]} {self.key}",
            "age": _age(self.created, self.key),
        }


@dataclass(frozen=True)
class PartDocument:
    """The document of a page or a caption.

    `reference` is the UUID of the page or the primary key of the cue, `order` the order key of the page or the start
    of the cue in milliseconds. `before_break` and `after_break` are the texts on both sides of the break that follows
    (search/page_join.py).
    """

    part: PartKind
    reference: str
    resource: str
    revision: int
    facts: AccessFacts
    order: int
    text: str
    before_break: str = ""
    after_break: str = ""

    @property
    def key(self) -> str:
        """The identifier of the document: `page:REFERENCE` or `cue:REFERENCE`."""
        return f"{self.part}:{self.reference}"

    def index(self) -> Mapping[str, Value]:
        """Return the values of PART_FIELDS."""
        text = analyse([self.text])
        join_exact, join_folded = _join(self.before_break, self.after_break)
        return {
            **_access(self.key, self.revision, self.facts),
            "resource": [self.resource],
            "order": self.order,
            "text_exact": text.exact,
            "text_folded": text.folded,
            "text_folded_pairs": text.folded_pairs,
            "join_exact": join_exact,
            "join_folded": join_folded,
        }


Document = ResourceDocument | PartDocument


def microseconds(moment: datetime) -> int:
    """Return whole microseconds since 1970, so that both engines compare dates as Python does."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _age(created: datetime, key: str) -> int:
    """Return a number that grows with the creation time and differs within a second; it breaks ties of the score."""
    return (microseconds(created) // 1_000_000 << 20) + (crc32(key.encode()) & 0xFFFFF)


def _access(key: str, revision: int, facts: AccessFacts) -> dict[str, Value]:
    return {
        "key": key,
        "revision": revision,
        "labels": sorted(facts.labels),
        "published": int(facts.published),
        "opens": -ALWAYS if facts.opens_at is None else microseconds(facts.opens_at),
        "closes": ALWAYS if facts.closes_at is None else microseconds(facts.closes_at),
    }


def whole(words: Iterable[str]) -> str:
    """Return all words of a title as one word."""
    return "_".join(words)


def _words(name: str, values: Iterable[str]) -> dict[str, Value]:
    """Return the four fields of a part of the record: words and pairs of words, with and without diacritics."""
    analysed = analyse(values)
    return {
        f"{name}_exact": analysed.exact,
        f"{name}_folded": analysed.folded,
        f"{name}_exact_pairs": analysed.exact_pairs,
        f"{name}_folded_pairs": analysed.folded_pairs,
    }


def _join(before: str, after: str) -> tuple[str, str]:
    """Return the last words, an edge and the first words; only a phrase across the break contains the edge."""
    last, first = tokens(before)[-JOIN_WORDS:], tokens(after)[:JOIN_WORDS]
    if not last or not first:
        return "", ""
    exact = [*(token.exact for token in last), EDGE, *(token.exact for token in first)]
    folded = [*(token.folded for token in last), EDGE, *(token.folded for token in first)]
    return " ".join(exact), " ".join(folded)

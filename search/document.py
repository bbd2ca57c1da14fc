"""What the index holds: resources, and their parts (pages and caption moments). Each field is declared here, once.

To add a field: a line in RESOURCE_FIELDS or PART_FIELDS, and its value in `index`; then `manage.py rebuild_index`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum
from zlib import crc32

from access.policy import AccessFacts
from search.analysis import EDGE, analyse, pairs, tokens

# Raise it when a field, the analysis or the meaning of a value changes: an index of another format is made again.
FORMAT = 2

ALWAYS = 2**62  # further than any date in microseconds
JOIN_WORDS = 15  # of each side of a page break; a phrase of up to 16 words is found wherever the break cuts it

Value = str | int | list[str]


class FieldKind(Enum):
    """How an engine keeps a field."""

    KEY = "the name of the document"
    NUMBER = "a signed integer, for bounds and order"
    WORDS = "split at white space, with positions"
    BAG = "split at white space, without positions"
    LABEL = "exact values, only to filter by"
    FACET = "exact values, to filter by and to count"
    ORDER = "one exact value to sort by, unlike that of any other document"


ACCESS_FIELDS = {
    "key": FieldKind.KEY,
    "revision": FieldKind.NUMBER,
    "labels": FieldKind.LABEL,
    "published": FieldKind.NUMBER,
    "opens": FieldKind.NUMBER,
    "closes": FieldKind.NUMBER,
}
FACETS = ("subject", "grade", "kind", "school", "language")
RECORD = ("title", "names", "all")
SPELLINGS = ("exact", "folded")
RESOURCE_FIELDS = {
    **ACCESS_FIELDS,
    "whole_exact": FieldKind.LABEL,
    "whole_folded": FieldKind.LABEL,
    **{f"{name}_{spelling}": FieldKind.WORDS for name in RECORD for spelling in SPELLINGS},
    **{f"{name}_{spelling}_pairs": FieldKind.BAG for name in RECORD for spelling in SPELLINGS},
    **dict.fromkeys(FACETS, FieldKind.FACET),
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
    "seam_exact": FieldKind.WORDS,
    "seam_folded": FieldKind.WORDS,
}


class Part(StrEnum):
    """What a resource is read or heard in."""

    PAGE = "page"
    CUE = "cue"


@dataclass(frozen=True)
class ResourceDocument:
    """A resource as the index holds it; `sort_title` from repository.collation, `school` by its code."""

    key: str
    revision: int
    facts: AccessFacts
    title: str
    created: datetime
    subtitle: str = ""
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    sort_title: str = ""
    subjects: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    kind: str = ""
    school: str = ""
    languages: tuple[str, ...] = ()

    def index(self) -> Mapping[str, Value]:
        """The values of RESOURCE_FIELDS."""
        title = tokens(self.title)
        return {
            **_access(self.key, self.revision, self.facts),
            "whole_exact": [whole(token.exact for token in title)] if title else [],
            "whole_folded": [whole(token.folded for token in title)] if title else [],
            **_words("title", [self.title]),
            **_words("names", self.names),
            **_words("all", [self.title, self.subtitle, *self.names, *self.texts]),
            "subject": list(self.subjects),
            "grade": list(self.grades),
            "kind": [self.kind] if self.kind else [],
            "school": [self.school] if self.school else [],
            "language": list(self.languages),
            "by_title": f"{self.sort_title[:400]} {self.key}",
            "age": _age(self.created, self.key),
        }


@dataclass(frozen=True)
class PartDocument:
    """A page or a caption moment; `reference` is the page's UUID or the cue's number, `order` its place.

    `before_break` and `after_break` are the texts on both sides of the break that follows it (search/page_join.py).
    """

    part: Part
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
        """The name of the document: `page:…` or `cue:…`."""
        return f"{self.part}:{self.reference}"

    def index(self) -> Mapping[str, Value]:
        """The values of PART_FIELDS."""
        found = tokens(self.text)
        folded = [token.folded for token in found]
        joined = _page_join(self.before_break, self.after_break)
        return {
            **_access(self.key, self.revision, self.facts),
            "resource": [self.resource],
            "order": self.order,
            "text_exact": " ".join(token.exact for token in found),
            "text_folded": " ".join(folded),
            "text_folded_pairs": " ".join(pairs(folded)),
            "seam_exact": joined[0],
            "seam_folded": joined[1],
        }


Document = ResourceDocument | PartDocument


def microseconds(moment: datetime) -> int:
    """The moment as whole microseconds since 1970, so that both engines compare dates as Python does."""
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000 + moment.microsecond


def _age(created: datetime, key: str) -> int:
    """Later is more, and those of one second stand in an order of their own: it also breaks ties of the score."""
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
    """All words of a title as one."""
    return "_".join(words)


def _words(name: str, values: Iterable[str]) -> dict[str, Value]:
    """The four fields of what a record says: words and pairs of neighbours, with and without marks."""
    found = analyse(values)
    return {
        f"{name}_exact": found.exact,
        f"{name}_folded": found.folded,
        f"{name}_exact_pairs": found.exact_pairs,
        f"{name}_folded_pairs": found.folded_pairs,
    }


def _page_join(before: str, after: str) -> tuple[str, str]:
    """The last words, the edge, the first words: only a phrase that runs across the break holds the edge."""
    last, first = tokens(before)[-JOIN_WORDS:], tokens(after)[:JOIN_WORDS]
    if not last or not first:
        return "", ""
    exact = [*(token.exact for token in last), EDGE, *(token.exact for token in first)]
    folded = [*(token.folded for token in last), EDGE, *(token.folded for token in first)]
    return " ".join(exact), " ".join(folded)

"""What is asked: words, quoted phrases, chosen facets, order and page; read from an address and written to one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Protocol
from urllib.parse import urlencode

from search.analysis import words
from search.document import FACETS
from search.vietnamese import fold

MAX_TEXT_LENGTH = 300
MAX_WORDS = 24
MAX_CHOICES = 50
PAGE_SIZE = 20
MAX_DEPTH = 100_000  # hits; nobody pages further, and each page costs the way down to it

QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"


class Parameters(Protocol):
    """The parameters of an address: Django's QueryDict."""

    def get(self, key: str, default: str) -> str | None: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Unit:
    """Words that belong together: a quoted phrase, or all that stands outside quotation marks."""

    words: tuple[str, ...]
    quoted: bool

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words without marks."""
        return tuple(fold(word) for word in self.words)


@dataclass(frozen=True)
class Query:
    """One search. `chosen` holds, for each facet, the values one of which a resource must have."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    available: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = PAGE_SIZE

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Quoted phrases in their order, then the loose words as one unit."""
        quoted = [Unit(words(phrase), quoted=True) for phrase in QUOTED.findall(self.text)]
        loose = Unit(words(QUOTED.sub(" ", self.text)), quoted=False)
        return _first_words(unit for unit in (*quoted, loose) if unit.words)

    @property
    def offset(self) -> int:
        """How many hits stand before this page."""
        return (self.page - 1) * self.size

    @property
    def is_too_deep(self) -> bool:
        """Whether the page stands further down than anybody pages."""
        return self.offset + self.size > MAX_DEPTH

    @property
    def has_filter(self) -> bool:
        """Whether something other than the words narrows the search."""
        return bool(self.chosen) or self.available

    def choosing(self, facet: str, value: str) -> "Query":
        """The same search with one more value of a facet, from its first page."""
        values = (*self.chosen.get(facet, ()), value)
        return replace(self, chosen={**self.chosen, facet: tuple(dict.fromkeys(values))}, page=1)

    def dropping(self, facet: str, value: str) -> "Query":
        """The same search without one value of a facet, from its first page."""
        left = tuple(other for other in self.chosen.get(facet, ()) if other != value)
        others = {name: values for name, values in self.chosen.items() if name != facet}
        return replace(self, chosen={**others, **({facet: left} if left else {})}, page=1)

    def without_filters(self) -> "Query":
        """The same words, narrowed by nothing."""
        return replace(self, chosen={}, available=False, page=1)

    def on_page(self, page: int) -> "Query":
        """Another page of the same search."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> "Query":
        """The same search in another order, from its first page."""
        return replace(self, sort=sort, page=1)

    def address(self) -> str:
        """The search as the parameters of an address; what is as usual is left out."""
        parameters = [("q", self.text)] if self.text else []
        parameters += [(facet, value) for facet in FACETS for value in self.chosen.get(facet, ())]
        if self.available:
            parameters.append(("available", "1"))
        if self.sort != Sort.RELEVANCE:
            parameters.append(("sort", self.sort.value))
        if self.page > 1:
            parameters.append(("page", str(self.page)))
        return urlencode(parameters)


def parse(parameters: Parameters) -> Query:
    """The search that an address asks for; what makes no sense is passed over, never an error."""
    chosen = {facet: _values(parameters.getlist(facet)) for facet in FACETS}
    sort = parameters.get("sort", "") or ""
    return Query(
        text=" ".join((parameters.get("q", "") or "").replace("\0", " ").split())[:MAX_TEXT_LENGTH],
        chosen={facet: values for facet, values in chosen.items() if values},
        available=parameters.get("available", "") == "1",
        sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
        page=_page(parameters.get("page", "") or ""),
    )


def _values(given: Iterable[str]) -> tuple[str, ...]:
    """What may be the code of something; PostgreSQL would choke on a null character."""
    return tuple(dict.fromkeys(value for value in given if "\0" not in value))[:MAX_CHOICES]


def _page(text: str) -> int:
    """As typed, however deep: who asks for more than there can be is told so, not shown another page."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return max(number, 1)


def _first_words(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """No more words than a person types: a pasted chapter is not sent to the engine."""
    limited, room = [], MAX_WORDS
    for unit in units:
        if room > 0:
            limited.append(replace(unit, words=unit.words[:room]))
            room -= len(unit.words)
    return tuple(limited)

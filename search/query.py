"""A search query: words, quoted phrases, facets, sort order and page; parsed from a URL and written to one."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Protocol
from urllib.parse import urlencode

from repository.spelling import fold
from search.analysis import joined_words, words
from search.document import FACETS
from search.meaning import NOTHING, Meaning

MAX_TEXT_LENGTH = 300  # characters
MAX_WORDS = 24
MAX_VALUE_LENGTH = 100  # characters; no code of a school, subject or language is longer
MAX_CHOICES = 50  # values of one facet
PAGE_SIZE = 20
MAX_DEPTH = 100_000  # hits; engines walk through all hits above a page

QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


class Sort(StrEnum):
    """The sort order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"


class Parameters(Protocol):
    """The parameters of a URL: Django's QueryDict."""

    def get(self, key: str, default: str) -> str | None: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Unit:
    """Words that belong together: a quoted phrase, or all words outside quotation marks.

    `joined`: the same with each compound as one word (search/compounds.py); empty without compounds.
    """

    words: tuple[str, ...]
    quoted: bool
    joined: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, *, quoted: bool) -> "Unit":
        """Return the words of a text."""
        return cls(words(text), quoted, joined_words(text))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words without diacritics."""
        return tuple(fold(word) for word in self.words)

    @cached_property
    def readings(self) -> tuple["Unit", ...]:
        """The unit with compounds in pieces and, if it has any, with each as one word: either may match."""
        in_pieces = replace(self, joined=())
        return (in_pieces, Unit(self.joined, self.quoted)) if self.joined else (in_pieces,)


@dataclass(frozen=True)
class Query:
    """One search. `chosen` maps a facet to values; a resource must have one of them. `page` counts from 1.

    `literal`: search the words only as typed. `meaning`: what was understood of the words (search/plain_questions).
    `understand` says what other words mean, for what a typing error may have meant; None: nothing. `respell` returns a
    text with misspelt words of grades, subjects and kinds as they are written; None: none are known.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    available: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = PAGE_SIZE
    literal: bool = False
    meaning: Meaning = NOTHING
    understand: Callable[[str], Meaning] | None = field(default=None, compare=False, repr=False)
    respell: Callable[[str], str] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Quoted phrases in their order, then the loose words as one unit."""
        quoted = [Unit.of(phrase, quoted=True) for phrase in QUOTED.findall(self.text)]
        loose = Unit.of(QUOTED.sub(" ", self.text), quoted=False)
        return _first_words(unit for unit in (*quoted, loose) if unit.words)

    @property
    def words_inside(self) -> str:
        """The words to look for inside what was found by its meaning: those that name nothing, or else all."""
        rest = " ".join(self.text[token.start : token.end] for token in self.meaning.rest)
        quoted = " ".join(match.group() for match in QUOTED.finditer(self.text)) if self.meaning else ""
        return f"{quoted} {rest}".strip() or self.text

    @property
    def offset(self) -> int:
        """The number of hits before this page."""
        return (self.page - 1) * self.size

    @property
    def is_too_deep(self) -> bool:
        """Whether the page lies below MAX_DEPTH."""
        return self.offset + self.size > MAX_DEPTH

    @property
    def has_filter(self) -> bool:
        """Whether a facet or the availability narrows the search."""
        return bool(self.chosen) or self.available

    def choosing(self, facet: str, value: str) -> "Query":
        """Return the search with one more value of a facet, at its first page."""
        values = (*self.chosen.get(facet, ()), value)
        return replace(self, chosen={**self.chosen, facet: tuple(dict.fromkeys(values))}, page=1)

    def dropping(self, facet: str, value: str) -> "Query":
        """Return the search without one value of a facet, at its first page."""
        remaining = tuple(other for other in self.chosen.get(facet, ()) if other != value)
        others = {name: values for name, values in self.chosen.items() if name != facet}
        return replace(self, chosen={**others, **({facet: remaining} if remaining else {})}, page=1)

    def at_letter(self, letter: str) -> "Query":
        """Return the titles of the search that begin with a letter, by title, at the first page; of “” all titles."""
        others = {facet: values for facet, values in self.chosen.items() if facet != "letter"}
        return replace(self, chosen=others | ({"letter": (letter,)} if letter else {}), sort=Sort.TITLE, page=1)

    def without_filters(self) -> "Query":
        """Return the search with the same words only, at its first page."""
        return replace(self, chosen={}, available=False, page=1)

    def asking(self, text: str, *, literal: bool = False) -> "Query":
        """Return the search for other words, not yet understood, at its first page."""
        return replace(self, text=text, literal=literal, meaning=NOTHING, page=1)

    def as_typed(self) -> "Query":
        """Return the search for the words only as typed, at its first page."""
        return replace(self, literal=True, page=1)

    def on_page(self, page: int) -> "Query":
        """Return another page of the same search."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> "Query":
        """Return the search in another order, at its first page."""
        return replace(self, sort=sort, page=1)

    def address(self) -> str:
        """Return the search as URL parameters, without those that have their default value."""
        parameters = [("q", self.text)] if self.text else []
        parameters += [(facet, value) for facet in FACETS for value in self.chosen.get(facet, ())]
        if self.available:
            parameters.append(("available", "1"))
        if self.literal:
            parameters.append(("literal", "1"))
        if self.sort != Sort.RELEVANCE:
            parameters.append(("sort", self.sort.value))
        if self.page > 1:
            parameters.append(("page", str(self.page)))
        return urlencode(parameters)


def parse(parameters: Parameters) -> Query:
    """Return the search that a URL asks for; invalid parameters are ignored and never raise an error."""
    chosen = {facet: _values(parameters.getlist(facet)) for facet in FACETS}
    sort = parameters.get("sort", "") or ""
    return Query(
        text=" ".join((parameters.get("q", "") or "").replace("\0", " ").split())[:MAX_TEXT_LENGTH],
        chosen={facet: values for facet, values in chosen.items() if values},
        available=parameters.get("available", "") == "1",
        sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
        page=_page(parameters.get("page", "") or ""),
        literal=parameters.get("literal", "") == "1",
    )


def understood_again(query: Query) -> Query:
    """Return the query with what its present words mean."""
    return replace(query, meaning=NOTHING if query.understand is None else query.understand(query.text))


def _values(values: Iterable[str]) -> tuple[str, ...]:
    """Return distinct values that a record can have: without null characters, which PostgreSQL refuses, and short."""
    possible = (value for value in values if "\0" not in value and len(value) <= MAX_VALUE_LENGTH)
    return tuple(dict.fromkeys(possible))[:MAX_CHOICES]


def _page(text: str) -> int:
    """Return the page number as typed, however deep: a page that is too deep has an error message of its own."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return max(number, 1)


def _first_words(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the first MAX_WORDS words, so that a pasted chapter is not sent to the engine."""
    first, room = [], MAX_WORDS
    for unit in units:
        if room > 0:
            first.append(replace(unit, words=unit.words[:room], joined=unit.joined[:room]))
            room -= len(unit.words)
    return tuple(first)

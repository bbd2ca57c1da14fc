"""What a search shows to the viewer: resources as the database has them now, with highlighted text."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from repository.models import Page, Resource
from repository.spelling import fold
from search.analysis import words
from search.document import PartKind
from search.highlighting import Fragment
from search.query import Query
from search.ranking import Tier


@dataclass(frozen=True)
class Snippet:
    """The sentence of a page, or of a caption at `start_ms` milliseconds, that contains the words."""

    part: PartKind
    fragments: tuple[Fragment, ...]
    page: Page | None = None
    start_ms: int | None = None


@dataclass(frozen=True)
class ResultHit:
    """A resource that the viewer may discover.

    `snippets` are empty and `parts_total` is 0 unless the viewer may look inside. `sentence` is an excerpt of the
    description, for hits without snippets.
    """

    resource: Resource
    tier: Tier | None
    title: tuple[Fragment, ...]
    sentence: tuple[Fragment, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    parts_total: int = 0

    @property
    def key(self) -> UUID:
        """The UUID of the resource."""
        return self.resource.uuid


@dataclass(frozen=True)
class PartFound:
    """A part of a question, as typed, and how many resources it finds alone."""

    text: str
    total: int


@dataclass(frozen=True)
class SearchResults:
    """One page of entries, as in EngineResults. `facets` counts entries for each value.

    `typed` is the query with a typing error, instead of which `query` was searched; None without one.
    `approximate`: the hits differ from the query by one letter. `degraded`: the index did not answer, and only titles
    were searched. `left_out`: parts of the question that no hit has, because no resource has all parts. `parts`: what
    each part finds alone, if all together find nothing. `near`: resources with a similar title, if no part finds any.
    """

    query: Query
    total: int
    hits: tuple[ResultHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    approximate: bool
    degraded: bool = False
    left_out: tuple[str, ...] = ()
    parts: tuple[PartFound, ...] = ()
    near: tuple[Resource, ...] = ()
    typed: Query | None = None

    @property
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.total // self.query.size))

    @property
    def shown_words(self) -> str:
        """The words that were searched, of corrected ones those that the first hit has, with their diacritics."""
        if self.typed is None or not self.hits:
            return self.query.text
        first, meant = self.hits[0], _folded(self.query.text)
        shown = (first.title, *(snippet.fragments for snippet in first.snippets))
        marked = (piece.text for fragments in shown for piece in fragments if piece.marked)
        return next((text for text in marked if _folded(text) == meant), self.query.text)


def _folded(text: str) -> list[str]:
    return [fold(word) for word in words(text)]

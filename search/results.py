"""What a search shows: resources as the database has them now, and where the words stand, in a marked sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from repository.models import Page, Resource
from search.document import Part
from search.highlighting import Fragment
from search.query import Query
from search.ranking import Tier


@dataclass(frozen=True)
class Snippet:
    """A page, or a moment in milliseconds, with the sentence that holds the words."""

    part: Part
    pieces: tuple[Fragment, ...]
    page: Page | None = None
    start_ms: int | None = None


@dataclass(frozen=True)
class ResultHit:
    """A resource that she may discover. No places for who may not look inside; `sentence`, of the description, then."""

    resource: Resource
    tier: Tier | None
    title: tuple[Fragment, ...]
    sentence: tuple[Fragment, ...] = ()
    places: tuple[Snippet, ...] = ()
    places_total: int = 0

    @property
    def key(self) -> UUID:
        """The UUID of the resource."""
        return self.resource.uuid


@dataclass(frozen=True)
class SearchResults:
    """One page of what was found; `facets` counts resources for each value, `approximate`: words one letter away.

    `degraded`: the index did not answer, and only titles were looked through.
    """

    query: Query
    total: int
    hits: tuple[ResultHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    approximate: bool
    degraded: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.query.size))

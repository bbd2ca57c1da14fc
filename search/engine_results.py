"""What a search engine answers: keys, tiers and counts; never a text, and never the final decision on access."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.document import PartKind
from search.query import Query
from search.ranking import Tier


@dataclass(frozen=True)
class PartHit:
    """A page or a caption that matches; `reference` as in search.document.PartDocument."""

    part: PartKind
    reference: str

    @classmethod
    def of(cls, key: str) -> "PartHit":
        """Return the part that a document key names: `page:…` or `cue:…`."""
        part, _, reference = key.partition(":")
        return cls(PartKind(part), reference)


@dataclass(frozen=True)
class EngineHit:
    """A resource that matches, by the key of its document.

    `score` orders the hits of one answer and means nothing outside it. `tier` is None unless the order is by relevance
    and the query has words. `parts` are the first parts that match, `parts_total` counts all of them.
    """

    key: str
    score: float = 0.0
    tier: Tier | None = None
    parts: tuple[PartHit, ...] = ()
    parts_total: int = 0


@dataclass(frozen=True)
class EngineResults:
    """One page of hits. `total` and `facets` count entries, including those that match through a part only.

    All holdings of an edition that the viewer may find are one entry, at the place of the best of them, which is the
    hit; a value of a facet counts the entries of which a holding has it.

    The counts of a facet ignore the values chosen in that facet, so that another value can be added.
    `searched` is the query that was searched instead of the one as typed, which holds a typing error; None without one.
    `approximate`: nothing matches as typed, and the hits differ from the query by one letter.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    approximate: bool = False
    searched: Query | None = None


@dataclass(frozen=True)
class Outcome:
    """The outcome of indexing one document.

    `problem` is empty if the index holds the document or a newer one. `later`: the engine was too busy to take it; the
    document itself is sound.
    """

    key: str
    problem: str = ""
    later: bool = False

"""What an engine answers: keys, tiers, counts; never a text, and never the last word on who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.document import Part
from search.ranking import Tier


@dataclass(frozen=True)
class PartHit:
    """A page or a caption moment that holds the words."""

    part: Part
    reference: str

    @classmethod
    def of(cls, key: str) -> "PartHit":
        """From the key of its document."""
        part, _, reference = key.partition(":")
        return cls(Part(part), reference)


@dataclass(frozen=True)
class EngineHit:
    """A resource, why it stands where it stands, and the first of its parts that hold the words.

    `tier` is None where the order is not by relevance, or without words.
    """

    key: str
    tier: Tier | None
    parts: tuple[PartHit, ...] = ()
    parts_total: int = 0


@dataclass(frozen=True)
class EngineResults:
    """One page of hits. Totals and facets count resources, those found only through a part among them.

    A facet's counts leave its own chosen values aside, so that another value can be chosen beside them.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    approximate: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one document; `problem` is empty when it is in the index as it should be, or a newer one is.

    `later`: the engine had no room for it now; nothing is wrong with the document.
    """

    key: str
    problem: str = ""
    later: bool = False

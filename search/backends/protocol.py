"""What every search engine does for us."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from access.policy import AccessFilter
from search.document import Document
from search.engine_results import EngineResults, Outcome
from search.query import Query

BATCH = 500  # documents that are put, and committed, at once

NOTHING_EXCLUDED: frozenset[str] = frozenset()


class SearchBackend(Protocol):
    """An index of resources and their parts. Nothing is found without saying what the asker is allowed."""

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """Add or replace; lasting when it returns. A document older than the one in the index changes nothing.

        Raises IndexTaken where another process writes, EngineUnavailable where the engine does not answer, IndexMissing
        (both here and below) where the index was lost meanwhile.
        """
        ...

    def drop(self, resources: Mapping[str, int]) -> list[Outcome]:
        """Take resources out, with all their parts; by the revision at which they went, so that no older one returns.

        The outcomes name resources.
        """
        ...

    def drop_parts(self, keys: Collection[str], *, revision: int) -> list[Outcome]:
        """Take single pages or caption moments out, by the keys of their documents."""
        ...

    def parts_of(self, resource: str) -> frozenset[str]:
        """The keys of the parts that the index holds of a resource."""
        ...

    def refresh(self) -> None:
        """Let searches find at once what was put; without it they do within a second."""
        ...

    def search(
        self,
        query: Query,
        *,
        allowed: AccessFilter,
        inside: AccessFilter,
        left_out: frozenset[str] = NOTHING_EXCLUDED,
        closed: frozenset[str] = NOTHING_EXCLUDED,
    ) -> EngineResults:
        """One page of hits.

        `allowed`: which resources the asker may discover; `inside`: in which she may look. Resources `left_out` are not
        found at all, those `closed` not through their parts, whatever the index says. Raises EngineUnavailable where
        the engine does not answer in the time that a person waits, IndexMissing before the first index is made.
        """
        ...

    def suggest(self, prefix: str, *, allowed: AccessFilter, size: int = 8) -> list[str]:
        """Keys of resources in whose titles the words begin like this."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """Fill a new generation, then switch to it; until then the old one answers. Returns what was refused."""
        ...

    def is_ready(self) -> bool:
        """Whether there is an index of the present format."""
        ...

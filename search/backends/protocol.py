"""The interface of a search engine."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from access.policy import AccessFilter
from search.document import Document
from search.engine_results import EngineResults, Outcome
from search.query import Query

BATCH = 500  # documents that are put, and committed, at once

NOTHING_EXCLUDED: frozenset[str] = frozenset()


class SearchBackend(Protocol):
    """An index of resources and their parts. Every search must state what the viewer may find."""

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """Add or replace documents, durably. A document older than the indexed one changes nothing.

        Raises IndexLocked if another process writes, EngineUnavailable if the engine does not answer, and IndexMissing
        (as do all methods below) if the index was lost meanwhile.
        """
        ...

    def drop(self, resources: Mapping[str, int]) -> list[Outcome]:
        """Delete resources with all their parts; return one outcome per resource.

        `resources` maps a key to the revision at which the resource was deleted: no older document may return.
        """
        ...

    def drop_parts(self, keys: Collection[str], *, revision: int) -> list[Outcome]:
        """Delete single pages or captions, by the keys of their documents."""
        ...

    def parts_of(self, resource: str) -> frozenset[str]:
        """Return the keys of the parts that the index holds of a resource."""
        ...

    def refresh(self) -> None:
        """Make documents that were put visible to searches at once instead of within a second."""
        ...

    def search(
        self,
        query: Query,
        *,
        allowed: AccessFilter,
        parts_allowed: AccessFilter,
        excluded: frozenset[str] = NOTHING_EXCLUDED,
        parts_excluded: frozenset[str] = NOTHING_EXCLUDED,
    ) -> EngineResults:
        """Return one page of hits, one for each edition (EngineResults).

        `allowed` are the resources that the viewer may discover, `parts_allowed` those that the viewer may look into.
        Whatever the index holds, resources `excluded` are not found at all, and resources `parts_excluded` are not
        found through their parts. Raises EngineUnavailable if the engine does not answer in the time that a person
        waits, IndexMissing before the first index is built.
        """
        ...

    def suggest(self, prefix: str, *, allowed: AccessFilter, size: int = 8) -> list[str]:
        """Return keys of resources with words in the title that begin with the prefix; the last word may be partial.

        One of each edition.
        """
        ...

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """Fill a new generation, then switch to it; the old one answers until then. Return the refused documents."""
        ...

    def is_ready(self) -> bool:
        """Return whether there is an index of the present format."""
        ...

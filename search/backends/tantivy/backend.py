"""The backend on Tantivy: every process reads, and the one that holds the lock writes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Query as Clause

from access.policy import AccessFilter
from search.analysis import tokens
from search.backends.execution import SearchRequest, execute
from search.backends.protocol import NOTHING_EXCLUDED
from search.backends.tantivy.clauses import access, all_of, unscored
from search.backends.tantivy.engine import TantivyEngine, by_score, key_of
from search.backends.tantivy.generations import Generations
from search.backends.tantivy.schema import PARTS, RESOURCES, Opened, open_indexes
from search.document import Document, ResourceDocument
from search.engine_results import EngineResults, Outcome
from search.errors import EngineUnavailable, IndexMissing
from search.query import Query
from workers import fault_injection

HEAP = 60_000_000  # bytes for each of the two indexes

Writers = tuple[tantivy.IndexWriter, tantivy.IndexWriter]


class TantivyBackend:
    """An index in a folder, read by every process and written by the one that holds the lock."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._reading: tuple[tuple[Path, int, int], Opened] | None = None
        self._writing: tuple[Path, Writers] | None = None

    # --- writing

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with self._open_writers() as writers:
            known = self._revisions(documents)
            outcomes = [_add(writers, document, known.get(document.key)) for document in documents]
            _commit(writers, has_parts=any(not isinstance(document, ResourceDocument) for document in documents))
        return outcomes

    def drop(self, resources: Mapping[str, int]) -> list[Outcome]:
        """See SearchBackend. With one writer no document arrives late, so the revision is not needed."""
        with self._open_writers() as writers:
            for key in resources:
                writers[0].delete_documents_by_term("key", key)
                writers[1].delete_documents_by_term("resource", key)
            _commit(writers)
        return [Outcome(key) for key in resources]

    def drop_parts(self, keys: Collection[str], *, revision: int) -> list[Outcome]:
        """See SearchBackend."""
        if not keys:
            return []
        with self._open_writers() as writers:
            for key in keys:
                writers[1].delete_documents_by_term("key", key)
            _commit(writers)
        return [Outcome(key) for key in keys]

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with _translating_errors(), self._generations.rebuilding() as generation:
            indexes = open_indexes(generation)
            writers = (indexes[0].writer(HEAP), indexes[1].writer(HEAP))
            outcomes = (_add(writers, document, None) for document in documents)
            refused = [outcome for outcome in outcomes if outcome.problem]
            _commit(writers)
            for writer in writers:
                writer.wait_merging_threads()
            self._generations.switch(generation)
        return refused

    def refresh(self) -> None:
        """Do nothing: every search reads the last commit."""

    def close(self) -> None:
        """Let another process write."""
        self._writing = None
        self._generations.release()

    # --- reading

    def is_ready(self) -> bool:
        """See SearchBackend. An index that cannot be opened counts as missing."""
        try:
            return self._generations.is_ready() and self._opened() is not None
        except IndexMissing:
            return False

    def search(
        self,
        query: Query,
        *,
        allowed: AccessFilter,
        parts_allowed: AccessFilter,
        excluded: frozenset[str] = NOTHING_EXCLUDED,
        parts_excluded: frozenset[str] = NOTHING_EXCLUDED,
    ) -> EngineResults:
        """See SearchBackend."""
        with _translating_errors():
            engine = TantivyEngine(*self._searchers())
            return execute(engine, SearchRequest(query, allowed, parts_allowed, excluded, parts_excluded))

    def suggest(self, prefix: str, *, allowed: AccessFilter, size: int = 8) -> list[str]:
        """See SearchBackend."""
        words = [token.folded for token in tokens(prefix)]
        if not words:
            return []
        titles = Clause.phrase_prefix_query(RESOURCES, "title_folded", list(words))
        with _translating_errors():
            searcher = self._searchers()[0]
            hits = by_score(searcher, all_of([unscored(titles), access(RESOURCES, allowed)]), 0, size)
        return [hit.key for hit in hits]

    def parts_of(self, resource: str) -> frozenset[str]:
        """See SearchBackend."""
        if not self.is_ready():
            return frozenset()
        searcher = self._searchers()[1]
        result = searcher.search(Clause.term_query(PARTS, "resource", resource, "basic"), max(searcher.num_docs, 1))
        return frozenset(key_of(searcher, address) for _, address in result.hits)

    # --- opening

    @contextmanager
    def _open_writers(self) -> Iterator[Writers]:
        """Open the writers; after a failure they are opened anew, without what they had not committed."""
        try:
            with _translating_errors():
                yield self._writers()
        except EngineUnavailable:
            self._writing = None
            raise

    def _writers(self) -> Writers:
        """Return the writers of the current generation, which a rebuild may have switched since the last call."""
        self._generations.take_writing()
        if not self._generations.is_ready():
            self._generations.first()
        current = self._generations.current()
        assert current is not None
        if self._writing is None or self._writing[0] != current:
            self._writing = None  # releases the locks of the old writers first
            indexes = open_indexes(current)
            self._writing = (current, (indexes[0].writer(HEAP, 1), indexes[1].writer(HEAP, 1)))
        return self._writing[1]

    def _opened(self) -> Opened | None:
        """Return the current generation, reloaded after a commit or a rebuild; None before the first one."""
        current = self._generations.current()
        if current is None:
            return None
        if not self._generations.is_ready():
            raise IndexMissing
        with _translating_errors():
            return self._open(current)

    def _open(self, current: Path) -> Opened:
        version = (current, _mtime(current / "resources"), _mtime(current / "parts"))
        if self._reading is None or self._reading[0][0] != current:
            self._reading = (version, open_indexes(current))
        elif self._reading[0] != version:
            for index in self._reading[1]:
                index.reload()
            self._reading = (version, self._reading[1])
        return self._reading[1]

    def _searchers(self) -> tuple[tantivy.Searcher, tantivy.Searcher]:
        """Return searchers of the resources and the parts. Raises IndexMissing."""
        opened = self._opened()
        if opened is None:
            raise IndexMissing
        return opened[0].searcher(), opened[1].searcher()

    def _revisions(self, documents: Sequence[Document]) -> dict[str, int]:
        """Return the indexed revisions of these documents, by key."""
        known: dict[str, int] = {}
        for searcher, schema in zip(self._searchers(), (RESOURCES, PARTS), strict=True):
            keys = [d.key for d in documents if isinstance(d, ResourceDocument) == (schema is RESOURCES)]
            if not keys or not searcher.num_docs:
                continue
            result = searcher.search(Clause.term_set_query(schema, "key", keys), len(keys), count=False)
            addresses = [address for _, address in result.hits]
            revisions = searcher.fast_field_values("revision", addresses)
            known |= {key_of(searcher, a): int(r or 0) for a, r in zip(addresses, revisions, strict=True)}
        return known


@contextmanager
def _translating_errors() -> Iterator[None]:
    """Raise IndexMissing for missing or damaged files and a full disk (Tantivy: ValueError or OSError)."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexMissing from error


def _mtime(folder: Path) -> int:
    """Return the time of the last commit to an index, in nanoseconds; 0 for a missing one."""
    try:
        return (folder / "meta.json").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _add(writers: Writers, document: Document, known: int | None) -> Outcome:
    if known is not None and known > document.revision:
        return Outcome(document.key)
    is_resource = isinstance(document, ResourceDocument)
    try:
        values = document.index()
        made = tantivy.Document.from_dict(dict(values), RESOURCES if is_resource else PARTS)
    except (ValueError, TypeError, OverflowError) as error:
        return Outcome(document.key, problem=str(error))
    writer = writers[0] if is_resource else writers[1]
    writer.delete_documents_by_term("key", document.key)
    writer.add_document(made)
    return Outcome(document.key)


def _commit(writers: Writers, *, has_parts: bool = True) -> None:
    """Commit both indexes, one after the other; changes lost between the two commits are still recorded as changed.

    Each commit waits for the disk. Without `has_parts`, the index of parts has nothing new and is left out.
    """
    writers[0].commit()
    fault_injection.point("index.half-committed")
    if has_parts:
        writers[1].commit()

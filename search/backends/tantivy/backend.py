"""The backend on Tantivy: it reads in every process, and writes in the one that holds the lock."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Occur
from tantivy import Query as Clause

from access.policy import AccessFilter
from search.analysis import tokens
from search.backends.execution import (
    MAX_GROUPS,
    PartsWanted,
    Ranked,
    SearchRequest,
    Selected,
    Selection,
    Shown,
    execute,
)
from search.backends.generations import Generations
from search.backends.protocol import NOTHING_EXCLUDED
from search.backends.tantivy.clauses import (
    access,
    all_of,
    can_match,
    condition_clause,
    counted,
    graded,
    one,
    ranked,
    reach,
    silent,
)
from search.backends.tantivy.hits import by_score, counts, first_parts, in_order, key_of
from search.backends.tantivy.schema import PARTS, RESOURCES, Opened, open_indexes
from search.document import FACETS, Document, ResourceDocument
from search.engine_results import EngineResults, Outcome
from search.errors import EngineUnavailable, IndexMissing
from search.query import Query, Sort
from search.ranking import Condition
from workers import fault_injection

HEAP = 60_000_000  # bytes for each of the two indexes
MAX_FACET_VALUES = 500  # of a facet

Writers = tuple[tantivy.IndexWriter, tantivy.IndexWriter]


class TantivyBackend:
    """Reads in every process; writes in the one that holds the lock."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._reading: tuple[tuple[Path, int, int], Opened] | None = None
        self._writing: tuple[Path, Writers] | None = None

    # --- writing

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with self._changing() as writers:
            known = self._revisions(documents)
            outcomes = [_add(writers, document, known.get(document.key)) for document in documents]
            _commit(writers)
        return outcomes

    def drop(self, resources: Mapping[str, int]) -> list[Outcome]:
        """See SearchBackend. The one writer sends nothing late: the revision has nothing to keep out."""
        with self._changing() as writers:
            for key in resources:
                writers[0].delete_documents_by_term("key", key)
                writers[1].delete_documents_by_term("resource", key)
            _commit(writers)
        return [Outcome(key) for key in resources]

    def drop_parts(self, keys: Collection[str], *, revision: int) -> list[Outcome]:
        """See SearchBackend."""
        if not keys:
            return []
        with self._changing() as writers:
            for key in keys:
                writers[1].delete_documents_by_term("key", key)
            _commit(writers)
        return [Outcome(key) for key in keys]

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with _whole(), self._generations.rebuilding() as generation:
            indexes = open_indexes(generation)
            writers = (indexes[0].writer(HEAP), indexes[1].writer(HEAP))
            outcomes = (_add(writers, document, None) for document in documents)
            problems = [outcome for outcome in outcomes if outcome.problem]
            _commit(writers)
            for writer in writers:
                writer.wait_merging_threads()
            self._generations.switch(generation)
        return problems

    def refresh(self) -> None:
        """Readers look at what is committed at each search: nothing is left to do."""

    def close(self) -> None:
        """Let another process write."""
        self._writing = None
        self._generations.release()

    # --- reading

    def is_ready(self) -> bool:
        """See SearchBackend. An index that does not open is as good as none."""
        try:
            return self._generations.is_ready() and self._opened() is not None
        except IndexMissing:
            return False

    def search(
        self,
        query: Query,
        *,
        allowed: AccessFilter,
        inside: AccessFilter,
        left_out: frozenset[str] = NOTHING_EXCLUDED,
        closed: frozenset[str] = NOTHING_EXCLUDED,
    ) -> EngineResults:
        """See SearchBackend."""
        with _whole():
            return execute(self, SearchRequest(query, allowed, inside, left_out, closed))

    def suggest(self, prefix: str, *, allowed: AccessFilter, size: int = 8) -> list[str]:
        """See SearchBackend."""
        words = [token.folded for token in tokens(prefix)]
        if not words:
            return []
        begins = Clause.phrase_prefix_query(RESOURCES, "title_folded", list(words))
        with _whole():
            searcher = self._searchers()[0]
            found = by_score(searcher, all_of([silent(begins), access(RESOURCES, allowed)]), 0, size)
        return [key for key, _ in found]

    def parts_of(self, resource: str) -> frozenset[str]:
        """See SearchBackend."""
        if not self.is_ready():
            return frozenset()
        searcher = self._searchers()[1]
        found = searcher.search(Clause.term_query(PARTS, "resource", resource, "basic"), max(searcher.num_docs, 1))
        return frozenset(key_of(searcher, address) for _, address in found.hits)

    def groups(
        self, conditions: Sequence[Condition], *, among: Condition, inside: AccessFilter, closed: frozenset[str]
    ) -> list[Mapping[str, int]]:
        """See plan.Engine."""
        searcher = self._searchers()[1]
        if not can_match(searcher, among):
            return [{} for _ in conditions]
        reach = [(Occur.Must, access(PARTS, inside))]
        if closed:
            reach.append((Occur.MustNot, Clause.term_set_query(PARTS, "resource", sorted(closed))))
        found = dict[Condition, Mapping[str, int]]()
        for condition in reversed(conditions):
            nothing = not found.get(among, True) or not can_match(searcher, condition)
            query = Clause.boolean_query([(Occur.Must, condition_clause(PARTS, condition)), *reach])
            grouped = {} if nothing else counts(searcher, query, ["resource"], MAX_GROUPS).values["resource"]
            found[condition] = grouped
        return [found[condition] for condition in conditions]

    def select(self, selection: Selection) -> Selected:
        """See plan.Engine."""
        searcher, chosen = self._searchers()[0], selection.query.chosen
        narrowed = Clause.boolean_query([*counted(selection), *reach(selection)])
        every = counts(searcher, narrowed, [facet for facet in FACETS if facet not in chosen], MAX_FACET_VALUES)
        facets = dict(every.values)
        for facet in chosen:
            others = Clause.boolean_query([*counted(selection), *reach(selection, leave=facet)])
            facets |= counts(searcher, others, [facet], MAX_FACET_VALUES).values
        return Selected(every.total, self.rank(selection) if every.total else (), facets)

    def rank(self, selection: Selection) -> Ranked:
        """See plan.Engine."""
        searcher, query = self._searchers()[0], selection.query
        if query.sort != Sort.RELEVANCE or not query.units:
            narrowed = Clause.boolean_query([*counted(selection), *reach(selection)])
            return in_order(searcher, narrowed, query)
        graded = Clause.boolean_query([*ranked(searcher, selection), *reach(selection)])
        return by_score(searcher, graded, query.offset, query.size)

    def show(self, wanted: PartsWanted) -> Shown:
        """See plan.Engine."""
        searcher = self._searchers()[1]
        best = graded(searcher, PARTS, wanted.grades)
        return {key: first_parts(searcher, all_of([one(PARTS, "resource", key), best])) for key in wanted.resources}

    # --- opening

    @contextmanager
    def _changing(self) -> Iterator[Writers]:
        """The writers; after a failure they are opened anew, without what they had not committed."""
        try:
            with _whole():
                yield self._writers()
        except EngineUnavailable:
            self._writing = None
            raise

    def _writers(self) -> Writers:
        """The writers of the current generation; it may have been switched by a rebuild since the last time."""
        self._generations.take_writing()
        if not self._generations.is_ready():
            self._generations.first()
        current = self._generations.current()
        assert current is not None
        if self._writing is None or self._writing[0] != current:
            self._writing = None  # the old ones give their locks back first
            indexes = open_indexes(current)
            self._writing = (current, (indexes[0].writer(HEAP, 1), indexes[1].writer(HEAP, 1)))
        return self._writing[1]

    def _opened(self) -> Opened | None:
        """The current generation, read again when a commit or a rebuild changed it; None before the first."""
        current = self._generations.current()
        if current is None:
            return None
        if not self._generations.is_ready():
            raise IndexMissing
        with _whole():
            return self._open(current)

    def _open(self, current: Path) -> Opened:
        stamp = (current, _stamp(current / "resources"), _stamp(current / "parts"))
        if self._reading is None or self._reading[0][0] != current:
            self._reading = (stamp, open_indexes(current))
        elif self._reading[0] != stamp:
            for index in self._reading[1]:
                index.reload()
            self._reading = (stamp, self._reading[1])
        return self._reading[1]

    def _searchers(self) -> tuple[tantivy.Searcher, tantivy.Searcher]:
        opened = self._opened()
        if opened is None:
            raise IndexMissing
        return opened[0].searcher(), opened[1].searcher()

    def _revisions(self, documents: Sequence[Document]) -> dict[str, int]:
        """The revisions that the index holds of these documents."""
        known: dict[str, int] = {}
        for searcher, schema in zip(self._searchers(), (RESOURCES, PARTS), strict=True):
            keys = [d.key for d in documents if isinstance(d, ResourceDocument) == (schema is RESOURCES)]
            if not keys or not searcher.num_docs:
                continue
            found = searcher.search(Clause.term_set_query(schema, "key", keys), len(keys), count=False)
            addresses = [address for _, address in found.hits]
            revisions = searcher.fast_field_values("revision", addresses)
            known |= {key_of(searcher, a): int(r or 0) for a, r in zip(addresses, revisions, strict=True)}
        return known


@contextmanager
def _whole() -> Iterator[None]:
    """Files that are gone or damaged, a full disk: the engine says ValueError or OSError to all of them."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexMissing from error


def _stamp(folder: Path) -> int:
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


def _commit(writers: Writers) -> None:
    """Two indexes, one after the other: what a kill between them leaves undone is still noted as changed."""
    writers[0].commit()
    fault_injection.point("index.half-committed")
    writers[1].commit()

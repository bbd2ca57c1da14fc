"""The requests of search/backends/execution.py on Tantivy, which lacks a stable order of hits with the same score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Occur, Order
from tantivy import Query as Clause

from access.policy import AccessFilter
from search.backends.editions import first_of_each
from search.backends.execution import MAX_GROUPS, PARTS_PER_HIT, FirstParts, Hits, PartsWanted, Selection
from search.backends.tantivy.clauses import (
    access,
    all_of,
    can_match,
    condition_clause,
    counted,
    filters,
    has_value,
    ranked,
    scored,
)
from search.backends.tantivy.counting import counts_by_value, entry_counts
from search.backends.tantivy.schema import PARTS
from search.conditions import Condition
from search.corrections import Vocabulary
from search.document import FACETS
from search.engine_results import EngineHit, EngineResults, PartHit
from search.query import MAX_DEPTH, Query, Sort

MAX_TIES = 500  # hits fetched beyond the page at first, to include those with the score of its last hit
MAX_PARTS = 1_000  # parts of one resource that are ranked to find the first ones


@dataclass(frozen=True)
class TantivyEngine:
    """One state of both indexes."""

    resources: tantivy.Searcher
    parts: tantivy.Searcher

    def count_parts(
        self,
        conditions: Sequence[Condition],
        *,
        within: Condition,
        parts_allowed: AccessFilter,
        parts_excluded: frozenset[str],
    ) -> list[Mapping[str, int]]:
        """See execution.Engine."""
        if not can_match(self.parts, within):
            return [{} for _ in conditions]
        narrowing = [(Occur.Must, access(PARTS, parts_allowed))]
        if parts_excluded:
            narrowing.append((Occur.MustNot, Clause.term_set_query(PARTS, "resource", sorted(parts_excluded))))
        groups = dict[Condition, Mapping[str, int]]()
        for condition in reversed(conditions):
            nothing = not groups.get(within, True) or not can_match(self.parts, condition)
            query = Clause.boolean_query([(Occur.Must, condition_clause(PARTS, condition)), *narrowing])
            group = {} if nothing else counts_by_value(self.parts, query, "resource", MAX_GROUPS)
            groups[condition] = group
        return [groups[condition] for condition in conditions]

    def select(self, selection: Selection) -> EngineResults:
        """See execution.Engine."""
        chosen = selection.query.chosen
        everything = Clause.boolean_query([*counted(selection), *filters(selection)])
        free = [facet for facet in FACETS if facet not in chosen]
        total, facets = entry_counts(self.resources, everything, free)
        for facet in chosen:
            others = Clause.boolean_query([*counted(selection), *filters(selection, without=facet)])
            facets = {**facets, **entry_counts(self.resources, others, [facet])[1]}
        return EngineResults(total, self.rank(selection) if total else (), facets)

    def rank(self, selection: Selection) -> Hits:
        """See execution.Engine."""
        query = selection.query
        if query.sort != Sort.RELEVANCE or not query.units:
            clause = Clause.boolean_query([*counted(selection), *filters(selection)])
            return _sorted(self.resources, clause, query)
        clause = Clause.boolean_query([*ranked(self.resources, selection), *filters(selection)])
        return by_score(self.resources, clause, query.offset, query.size)

    def first_parts(self, wanted: PartsWanted) -> FirstParts:
        """See execution.Engine."""
        best = scored(self.parts, PARTS, wanted.scored)
        return {
            key: _first_parts(self.parts, all_of([has_value(PARTS, "resource", key), best])) for key in wanted.resources
        }

    def frequencies(self, vocabulary: Vocabulary, words: Sequence[str]) -> Mapping[str, int]:
        """See execution.Engine."""
        in_records, in_parts = self.resources.doc_freq, self.parts.doc_freq
        record, part = f"all_{vocabulary}", f"text_{vocabulary}"
        return {word: count for word in words if (count := in_records(record, word) + in_parts(part, word))}


def key_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    """Return the key of a document."""
    return searcher.doc(address)["key"][0]


def by_score(searcher: tantivy.Searcher, clause: Clause, offset: int, size: int) -> Hits:
    """Return one page of entries by score, then by age.

    Tantivy orders hits of the same score by their place in its files: the hits that tie with the last one of an answer
    are settled by a longer answer.
    """
    last = offset + size
    limit = last + MAX_TIES
    while True:
        hits = searcher.search(clause, limit, count=False).hits
        is_whole = len(hits) < limit
        settled = hits if is_whole or limit >= MAX_DEPTH else [hit for hit in hits if hit[0] > hits[-1][0]]
        ages = searcher.fast_field_values("age", [address for _, address in settled])
        ordered = sorted(zip(settled, ages, strict=True), key=lambda row: (-row[0][0], -int(row[1] or 0)))
        entries = _entries(searcher, [hit for hit, _ in ordered])
        if is_whole or len(entries) >= last:
            return tuple(EngineHit(key_of(searcher, address), score) for score, address in entries[offset:last])
        limit = min(limit * 8, MAX_DEPTH) if limit < MAX_DEPTH else limit * 8


def _sorted(searcher: tantivy.Searcher, clause: Clause, query: Query) -> Hits:
    """Return one page of entries by title, or newest first."""
    field, order = ("by_title", Order.Asc) if query.sort == Sort.TITLE else ("age", Order.Desc)
    last = query.offset + query.size
    limit = last + MAX_TIES
    while True:
        hits = searcher.search(clause, limit, count=False, order_by_field=field, order=order).hits
        entries = _entries(searcher, hits)
        if len(hits) < limit or len(entries) >= last:
            return tuple(EngineHit(key_of(searcher, address)) for _, address in entries[query.offset : last])
        limit *= 8


def _entries(searcher: tantivy.Searcher, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[tuple[Any, Any]]:
    editions = searcher.fast_field_values("edition", [address for _, address in hits])
    return first_of_each(hits, (int(edition or 0) for edition in editions))


def _first_parts(searcher: tantivy.Searcher, clause: Clause) -> tuple[tuple[PartHit, ...], int]:
    result = searcher.search(clause, MAX_PARTS)
    orders = searcher.fast_field_values("order", [address for _, address in result.hits])
    by_rank = sorted(zip(result.hits, orders, strict=True), key=lambda row: (-row[0][0], int(row[1] or 0)))
    return tuple(PartHit.of(key_of(searcher, hit[1])) for hit, _ in by_rank[:PARTS_PER_HIT]), _total(result)


def _total(result: tantivy.SearchResult) -> int:
    """Return the total; the type stubs of Tantivy lack this attribute."""
    return int(result.count)  # type: ignore[attr-defined]

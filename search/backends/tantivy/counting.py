"""Counts of documents and of entries with Tantivy."""

from collections.abc import Mapping, Sequence
from typing import Any

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Clause

from search.backends.editions import MOST_REPEATED, Repeated, all_repeated, batches, further, without_further
from search.backends.tantivy.schema import RESOURCES

TOTAL, EDITION = "*", "edition"
MAX_FACET_VALUES = 5_000  # more than a node has schools
Table = Mapping[str, Any]  # an answer to an aggregation by terms


def counts_by_value(searcher: tantivy.Searcher, clause: Clause, field: str, limit: int) -> Mapping[str, int]:
    """Count documents by the `limit` most frequent values of a field."""
    return _counts(searcher.aggregate(clause, {field: _by_value(field, limit)})[field])


def entry_counts(
    searcher: tantivy.Searcher, clause: Clause, facets: Sequence[str]
) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    """Count entries in all, and for each facet those that have a value."""
    wanted = {facet: _by_value(facet, MAX_FACET_VALUES) for facet in facets}
    result = searcher.aggregate(clause, {**wanted, **REPEATED, TOTAL: {"value_count": {"field": "revision"}}})
    first = _counts(result[EDITION])
    repeated = all_repeated(first, lambda low, high: _repeated_between(searcher, clause, low, high))
    by_value = _repeated_by_value(searcher, clause, facets, repeated)
    values = {facet: without_further(_counts(result[facet]), by_value[facet]) for facet in facets}
    return int(result[TOTAL]["value"]) - further(repeated), values


def _repeated_between(searcher: tantivy.Searcher, clause: Clause, low: int, high: int) -> Repeated:
    keys = Clause.range_query(RESOURCES, EDITION, FieldType.Integer, low, high, include_upper=False)
    return _counts(searcher.aggregate(_both(clause, keys), REPEATED)[EDITION])


def _repeated_by_value(
    searcher: tantivy.Searcher, clause: Clause, facets: Sequence[str], repeated: Repeated
) -> Mapping[str, Sequence[Mapping[str, Repeated]]]:
    """Return for each facet the editions of which several holdings have a value."""
    found: dict[str, list[Mapping[str, Repeated]]] = {facet: [] for facet in facets}
    wanted = {facet: {**_by_value(facet, MAX_FACET_VALUES, least=2), "aggs": REPEATED} for facet in facets}
    for batch in batches(repeated) if facets else ():
        tables = searcher.aggregate(_both(clause, Clause.term_set_query(RESOURCES, EDITION, batch)), wanted)
        for facet in facets:
            found[facet].append({row["key"]: _counts(row[EDITION]) for row in tables[facet]["buckets"]})
    return found


def _both(one: Clause, other: Clause) -> Clause:
    return Clause.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _by_value(field: str, limit: int, *, least: int = 1, of_segment: int = 0) -> dict[str, Any]:
    terms = {"field": field, "size": limit, "segment_size": of_segment or limit * 10, "min_doc_count": least}
    return {"terms": terms}


def _counts(table: Table) -> dict[Any, int]:
    return {row["key"]: row["doc_count"] for row in table["buckets"]}


# Each segment of the index reports all its editions, because two holdings may lie in two segments.
REPEATED = {EDITION: _by_value(EDITION, MOST_REPEATED, least=2, of_segment=2**31)}

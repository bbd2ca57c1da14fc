"""Counts of entries with Elasticsearch, as aggregations of one request and of one more for editions held repeatedly."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query as Clause

from search.backends.editions import MOST_REPEATED, Repeated, all_repeated, batches, further, without_further
from search.backends.elastic.clauses import counted, facet_filters
from search.backends.execution import Selection
from search.document import FACETS

EDITION = "edition"
ALL = "*"  # the scope of all chosen facets; the other scopes have the name of the facet that they leave out
MAX_FACET_VALUES = 5_000  # more than a node has schools
Response = Mapping[str, Any]
Send = Callable[[Search], Response]


@dataclass(frozen=True)
class EntryCounts:
    """The counts of a selection: a facet in use is counted without its own filter, all others with every filter."""

    selection: Selection

    def ask(self, search: Search) -> Search:
        """Return the search for all counts."""
        asking = self._counting(search, Q("match_all"))
        for scope, facets in self._scopes():
            for facet in facets:
                asking.aggs[scope].bucket(facet, _by_value(facet))
            asking.aggs[scope].bucket(EDITION, REPEATED)
        return asking

    def read(self, answer: Response, search: Search, send: Send) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        """Return the number of entries, and for each facet those that have a value.

        `answer` is that to `ask`. Sends further searches only for editions of which several holdings are found.
        """
        tables = answer["aggregations"]
        repeated = {
            scope: all_repeated(counts_of(tables[scope][EDITION]), self._between(scope, search, send))
            for scope, _ in self._scopes()
        }
        by_value: dict[str, list[Mapping[str, Repeated]]] = {facet: [] for facet in FACETS}
        for batch in batches(sorted(set().union(*repeated.values()))):
            found = send(self._repeated_by_value(search, batch))["aggregations"]
            for scope, facets in self._scopes():
                for facet in facets:
                    rows = found[scope][facet]["buckets"]
                    by_value[facet].append({row["key"]: counts_of(row[EDITION]) for row in rows})
        values = {
            facet: without_further(counts_of(tables[scope][facet]), by_value[facet])
            for scope, facets in self._scopes()
            for facet in facets
        }
        return tables[ALL]["doc_count"] - further(repeated[ALL]), values

    def _scopes(self) -> Iterator[tuple[str, list[str]]]:
        chosen = self.selection.query.chosen
        yield ALL, [facet for facet in FACETS if facet not in chosen]
        yield from ((facet, [facet]) for facet in chosen)

    def _counting(self, search: Search, condition: Clause) -> Search:
        """Return a search with an empty aggregation for each scope."""
        filters = facet_filters(self.selection.query)
        asking = search.query("bool", filter=[counted(self.selection), condition]).extra(track_total_hits=False)[:0]
        for scope, _ in self._scopes():
            others = [clause for facet, clause in filters.items() if facet != scope]
            asking.aggs.bucket(scope, "filter", Q("bool", filter=others) if others else Q("match_all"))
        return asking

    def _between(self, scope: str, search: Search, send: Send) -> Callable[[int, int], Repeated]:
        def between(low: int, high: int) -> Repeated:
            asking = self._counting(search, Q("range", edition={"gte": low, "lt": high}))
            asking.aggs[scope].bucket(EDITION, REPEATED)
            return counts_of(send(asking)["aggregations"][scope][EDITION])

        return between

    def _repeated_by_value(self, search: Search, editions: list[int]) -> Search:
        asking = self._counting(search, Q("terms", edition=editions))
        for scope, facets in self._scopes():
            for facet in facets:
                asking.aggs[scope].bucket(facet, _by_value(facet, least=2)).bucket(EDITION, REPEATED)
        return asking


def counts_of(table: Response) -> dict[Any, int]:
    """Return the counts of an aggregation by terms."""
    return {row["key"]: row["doc_count"] for row in table["buckets"]}


def _by_value(field: str, *, least: int = 1) -> Any:
    return A("terms", field=field, size=MAX_FACET_VALUES, min_doc_count=least)


REPEATED = A("terms", field=EDITION, size=MOST_REPEATED, min_doc_count=2)

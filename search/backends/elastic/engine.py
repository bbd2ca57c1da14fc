"""The requests of search/backends/execution.py on Elasticsearch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, Q, Search

from access.policy import AccessFilter
from search.backends.elastic.clauses import (
    MAX_EXPANSIONS,
    access,
    condition_clause,
    scored,
    selected,
)
from search.backends.elastic.connection import body_of
from search.backends.elastic.counting import EntryCounts, counts_of
from search.backends.elastic.indexes import Indexes
from search.backends.execution import MAX_GROUPS, PARTS_PER_HIT, FirstParts, Hits, PartsWanted, Selection
from search.conditions import Condition
from search.corrections import Vocabulary
from search.engine_results import EngineHit, EngineResults, PartHit
from search.errors import EngineUnavailable, IndexMissing
from search.query import Query, Sort

NOT_FOUND = 404
WINDOW = 10_000  # offset + size beyond which the server refuses a page (index.max_result_window)
KEEP_ALIVE = "1m"  # of a point in time, between two requests
ONE_OF_EACH = {"field": "edition"}
PAGED = ("query", "sort")  # the parts of a search that a walk through its pages repeats
Response = dict[str, Any]


class ElasticEngine:
    """The indexes behind the aliases; the caller sets the timeout and translates errors."""

    def __init__(self, client: Elasticsearch, indexes: Indexes) -> None:
        self._client = client
        self._indexes = indexes

    def titles_with_prefix(self, words: Sequence[str], allowed: AccessFilter, size: int) -> list[str]:
        """Return keys of resources whose titles contain these words, of which the last may be partial."""
        prefix = (
            Q("match_phrase_prefix", title_folded={"query": " ".join(words), "max_expansions": MAX_EXPANSIONS})
            if len(words) > 1
            else Q("prefix", title_folded=words[0])
        )
        search = self._search("resources").query("bool", filter=[prefix, *access(allowed)])
        found = search.extra(collapse=ONE_OF_EACH).sort("-age")[:size]
        return [hit["_id"] for hit in self._send(found)["hits"]["hits"]]

    def count_parts(
        self,
        conditions: Sequence[Condition],
        *,
        within: Condition,
        parts_allowed: AccessFilter,
        parts_excluded: frozenset[str],
    ) -> list[Mapping[str, int]]:
        """See execution.Engine."""
        filters = [condition_clause(within), *access(parts_allowed)]
        excluded = [Q("terms", resource=sorted(parts_excluded))] if parts_excluded else []
        search = self._search("parts").query("bool", filter=filters, must_not=excluded)
        for number, condition in enumerate(conditions):
            group = A("filter", Q("match_all") if condition == within else condition_clause(condition))
            group.bucket("resources", "terms", field="resource", size=MAX_GROUPS)
            search.aggs.bucket(str(number), group)
        groups = self._send(search.extra(track_total_hits=False)[:0])["aggregations"]
        return [counts_of(groups[str(number)]["resources"]) for number in range(len(conditions))]

    def select(self, selection: Selection) -> EngineResults:
        """See execution.Engine. The server answers two searches of one request in parallel."""
        entries, resources = EntryCounts(selection), self._search("resources")
        counting = entries.ask(resources)
        if _is_deep(selection.query):
            counts, hits = self._send(counting), self._deep_page(selection)
        else:
            counts, page = self._send_together(counting, self._page(selection))
            hits = _hits(page)
        total, facets = entries.read(counts, resources, self._send)
        return EngineResults(total, hits, facets)

    def rank(self, selection: Selection) -> Hits:
        """See execution.Engine."""
        return self._deep_page(selection) if _is_deep(selection.query) else _hits(self._send(self._page(selection)))

    def first_parts(self, wanted: PartsWanted) -> FirstParts:
        """See execution.Engine."""
        resources = Q("terms", resource=list(wanted.resources))
        search = self._search("parts").query("bool", must=[scored(wanted.scored)], filter=[resources])
        order: list[dict[str, Any]] = [{"_score": {"order": "desc"}}, {"order": {"order": "asc"}}]
        groups = search.aggs.bucket("resources", "terms", field="resource", size=len(wanted.resources))
        groups.metric("first", "top_hits", size=PARTS_PER_HIT, sort=order, _source=False)
        rows = self._send(search.extra(track_total_hits=False)[:0])["aggregations"]["resources"]["buckets"]
        return {
            row["key"]: (tuple(PartHit.of(hit["_id"]) for hit in row["first"]["hits"]["hits"]), row["doc_count"])
            for row in rows
        }

    def frequencies(self, vocabulary: Vocabulary, words: Sequence[str]) -> Mapping[str, int]:
        """See execution.Engine. The server counts the words of documents that it does not store."""
        if not words:
            return {}
        fields = {"resources": f"all_{vocabulary}", "parts": f"text_{vocabulary}"}
        only_counts = {"term_statistics": True, "field_statistics": False, "positions": False, "offsets": False}
        documents = [
            {"_index": self._indexes.alias(kind), "doc": {field: " ".join(words)}, "fields": [field], **only_counts}
            for kind, field in fields.items()
        ]
        counts = Counter[str]()
        for document in body_of(self._client.mtermvectors(docs=documents))["docs"]:
            if "error" in document:
                raise EngineUnavailable
            for field in document["term_vectors"].values():
                counts.update({word: term.get("doc_freq", 0) for word, term in field["terms"].items()})
        return {word: count for word, count in counts.items() if count}

    def _page(self, selection: Selection) -> Search:
        query = selection.query
        search = self._search("resources").query(selected(selection))
        search = search.extra(track_total_hits=False, collapse=ONE_OF_EACH)
        return search.sort(*_order(query))[query.offset : query.offset + query.size]

    def _deep_page(self, selection: Selection) -> Hits:
        """Walk from the first hit in one point in time: changes meanwhile move no hit from page to page."""
        search = {name: value for name, value in self._page(selection).to_dict().items() if name in PAGED}
        index = self._indexes.alias("resources")
        moment = body_of(self._client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE))["id"]
        try:
            wanted = {**search, "source": False, "docvalue_fields": ["edition"], "track_total_hits": False}
            return self._walk(wanted, moment, selection.query)
        finally:
            self._client.close_point_in_time(id=moment)

    def _walk(self, search: dict[str, Any], moment: str, query: Query) -> Hits:
        """Return the hits of the page, one of each edition, which the server cannot group so deep."""
        entries: dict[int, EngineHit] = {}
        after: dict[str, Any] = {}
        while len(entries) < query.offset + query.size:
            pit = {"id": moment, "keep_alive": KEEP_ALIVE}
            found = body_of(self._client.search(pit=pit, size=WINDOW, **after, **search))
            rows = found["hits"]["hits"]
            for row, hit in zip(rows, _hits(found), strict=True):
                entries.setdefault(row["fields"]["edition"][0], hit)
            if len(rows) < WINDOW:
                break
            after = {"search_after": rows[-1]["sort"]}
        return tuple(entries.values())[query.offset : query.offset + query.size]

    def _search(self, kind: str) -> Search:
        return Search(using=self._client, index=self._indexes.alias(kind)).source(False)

    def _send(self, search: Search) -> Response:
        """Return the plain response: the client's objects for each of 500 schools cost more than the search."""
        return body_of(self._client.search(index=search._index, body=search.to_dict()))

    def _send_together(self, *searches: Search) -> list[Response]:
        lines = [line for search in searches for line in ({"index": search._index}, search.to_dict())]
        responses: list[Response] = body_of(self._client.msearch(searches=lines)).get("responses", [])
        if any(response["status"] == NOT_FOUND for response in responses):
            raise IndexMissing
        if len(responses) != len(searches) or any("error" in response for response in responses):
            raise EngineUnavailable
        return responses


def _is_deep(query: Query) -> bool:
    """Return whether the server would refuse this page."""
    return query.offset + query.size > WINDOW


def _hits(page: Response) -> Hits:
    return tuple(EngineHit(hit["_id"], hit["_score"] or 0.0) for hit in page["hits"]["hits"])


def _order(query: Query) -> list[str]:
    if query.sort == Sort.TITLE:
        return ["by_title"]
    return ["_score", "-age"] if query.sort == Sort.RELEVANCE and query.units else ["-age"]

"""The requests of plan.py in the words of Elasticsearch."""

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, Q, Search

from access.policy import AccessFilter
from search.backends.elastic import deep
from search.backends.elastic.clauses import MAX_SIMILAR, access, condition_clause, graded, narrowed, reached, selected
from search.backends.elastic.connection import body_of
from search.backends.elastic.indexes import Indexes
from search.backends.execution import MAX_GROUPS, PARTS_PER_HIT, PartsWanted, Ranked, Selected, Selection, Shown
from search.document import FACETS
from search.engine_results import PartHit
from search.errors import EngineUnavailable, IndexMissing
from search.query import Query, Sort
from search.ranking import Condition

NOT_FOUND = 404
MAX_FACET_VALUES = 500
Found = dict[str, Any]


class ElasticEngine:
    """Asks the indexes behind the aliases; for its caller to say how long it waits, and what went wrong."""

    def __init__(self, client: Elasticsearch, indexes: Indexes) -> None:
        self._client = client
        self._indexes = indexes

    def beginning(self, words: Sequence[str], allowed: AccessFilter, size: int) -> list[str]:
        """Keys of resources in whose titles these words stand, the last of them begun."""
        begins = (
            Q("match_phrase_prefix", title_folded={"query": " ".join(words), "max_expansions": MAX_SIMILAR})
            if len(words) > 1
            else Q("prefix", title_folded=words[0])
        )
        search = self._searching("resources").query("bool", filter=[begins, *access(allowed)])
        return [hit["_id"] for hit in self._ask(search.sort("-age")[:size])["hits"]["hits"]]

    def groups(
        self, conditions: Sequence[Condition], *, among: Condition, inside: AccessFilter, closed: frozenset[str]
    ) -> list[Mapping[str, int]]:
        """See plan.Engine."""
        reach, shut = [condition_clause(among), *access(inside)], Q("terms", resource=sorted(closed))
        search = self._searching("parts").query("bool", filter=reach, must_not=[shut] if closed else [])
        for at, condition in enumerate(conditions):
            group = A("filter", Q("match_all") if condition == among else condition_clause(condition))
            group.bucket("resources", "terms", field="resource", size=MAX_GROUPS)
            search.aggs.bucket(str(at), group)
        found = self._ask(search.extra(track_total_hits=False)[:0])["aggregations"]
        return [_counts(found[str(at)]["resources"]) for at in range(len(conditions))]

    def select(self, selection: Selection) -> Selected:
        """See plan.Engine. Two searches in one request, which the server answers side by side."""
        counted = self._searching("resources").query(reached(selection)).extra(track_total_hits=True)
        filters = narrowed(selection.query)
        for facet in FACETS:
            terms = A("terms", field=facet, size=MAX_FACET_VALUES)
            others = [clause for name, clause in filters.items() if name != facet]
            if filters:
                counted.aggs.bucket(facet, "filter", Q("bool", filter=others)).bucket("values", terms)
            else:
                counted.aggs.bucket(facet, terms)
        if filters:
            counted = counted.post_filter("bool", filter=list(filters.values()))
        if deep.is_deep(selection.query.offset, selection.query.size):
            counts, ranked = self._ask(counted[:0]), self._deep_page(selection)
        else:
            counts, page = self._ask_together(counted[:0], self._page(selection))
            ranked = _ranked(page)
        tables = counts["aggregations"]
        facets = {facet: _counts(tables[facet]["values"] if filters else tables[facet]) for facet in FACETS}
        return Selected(counts["hits"]["total"]["value"], ranked, facets)

    def rank(self, selection: Selection) -> Ranked:
        """See plan.Engine."""
        if deep.is_deep(selection.query.offset, selection.query.size):
            return self._deep_page(selection)
        return _ranked(self._ask(self._page(selection)))

    def show(self, wanted: PartsWanted) -> Shown:
        """See plan.Engine."""
        named = Q("terms", resource=list(wanted.resources))
        search = self._searching("parts").query("bool", must=[graded(wanted.grades)], filter=[named])
        order: list[dict[str, Any]] = [{"_score": {"order": "desc"}}, {"order": {"order": "asc"}}]
        groups = search.aggs.bucket("resources", "terms", field="resource", size=len(wanted.resources))
        groups.metric("first", "top_hits", size=PARTS_PER_HIT, sort=order, _source=False)
        found = self._ask(search.extra(track_total_hits=False)[:0])["aggregations"]["resources"]["buckets"]
        return {
            row["key"]: (tuple(PartHit.of(hit["_id"]) for hit in row["first"]["hits"]["hits"]), row["doc_count"])
            for row in found
        }

    def _page(self, selection: Selection) -> Search:
        query = selection.query
        search = self._searching("resources").query(selected(selection)).extra(track_total_hits=False)
        return search.sort(*_order(query))[query.offset : query.offset + query.size]

    def _deep_page(self, selection: Selection) -> Ranked:
        query, index = selection.query, self._indexes.alias("resources")
        client, search = self._client, self._page(selection)
        return tuple(deep.page(client, index, search, offset=query.offset, size=query.size))

    def _searching(self, kind: str) -> Search:
        return Search(using=self._client, index=self._indexes.alias(kind)).source(False)

    def _ask(self, search: Search) -> Found:
        """The answer as it comes: the objects of the client around each of 500 schools cost more than the search."""
        return body_of(self._client.search(index=search._index, body=search.to_dict()))

    def _ask_together(self, *searches: Search) -> list[Found]:
        lines = [line for search in searches for line in ({"index": search._index}, search.to_dict())]
        answers: list[Found] = body_of(self._client.msearch(searches=lines)).get("responses", [])
        if any(answer["status"] == NOT_FOUND for answer in answers):
            raise IndexMissing
        if len(answers) != len(searches) or any("error" in answer for answer in answers):
            raise EngineUnavailable
        return answers


def _counts(terms: Found) -> dict[str, int]:
    return {row["key"]: row["doc_count"] for row in terms["buckets"]}


def _ranked(page: Found) -> Ranked:
    return tuple((hit["_id"], hit["_score"] or 0.0) for hit in page["hits"]["hits"])


def _order(query: Query) -> list[str]:
    if query.sort == Sort.TITLE:
        return ["by_title"]
    return ["_score", "-age"] if query.sort == Sort.RELEVANCE and query.units else ["-age"]

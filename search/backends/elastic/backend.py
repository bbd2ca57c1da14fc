"""The backend on Elasticsearch: two numbered indexes behind two aliases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.helpers import scan

from access.policy import Allowed
from search.analysis import tokens
from search.backends.elastic import deep
from search.backends.elastic.bulk import deleted, saved, send
from search.backends.elastic.clauses import MOST_SIMILAR, access, condition_clause, graded, narrowed, reached, selected
from search.backends.elastic.connection import Connection, answering, told
from search.backends.elastic.indexes import Indexes
from search.backends.plan import (
    MOST_GROUPS,
    PARTS_SHOWN,
    Asked,
    PartsWanted,
    Ranked,
    Selected,
    Selection,
    Shown,
    answer,
)
from search.backends.protocol import NONE_LEFT_OUT
from search.document import FACETS, Document
from search.errors import EngineUnavailable, IndexMissing
from search.matching import Condition
from search.query import Query, Sort
from search.results import Outcome, PartHit, Results

NOT_FOUND = 404
MOST_VALUES = 500
Found = dict[str, Any]


class ElasticBackend:
    """Two numbered indexes behind two aliases, `PREFIX-resources` and `PREFIX-parts`."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._connection = Connection(url)
        self._indexes = Indexes(self._connection.writer, prefix)

    # --- writing

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with answering():
            if not self._indexes.are_ready(self._connection.writer):
                self._indexes.switch(self._indexes.begin())
            aliases = self._indexes.aliases()
            return list(send(self._connection.writer, (saved(document, aliases) for document in documents)))

    def drop(self, resources: Mapping[str, int]) -> list[Outcome]:
        """See SearchBackend."""
        return [self._drop(resource, revision) for resource, revision in resources.items()]

    def drop_parts(self, keys: Collection[str], *, revision: int) -> list[Outcome]:
        """See SearchBackend."""
        alias = self._indexes.alias("parts")
        with answering():
            return list(send(self._connection.writer, (deleted(alias, key, revision) for key in keys)))

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with answering():
            number = self._indexes.begin(refresh="-1")
            filling = self._indexes.filling(number)
            actions = (saved(document, filling) for document in documents)
            problems = [found for found in send(self._connection.writer, actions, patient=True) if found.problem]
            self._indexes.finish(number)
            self._indexes.switch(number)
        return problems

    def refresh(self) -> None:
        """See SearchBackend."""
        with answering():
            self._connection.writer.indices.refresh(index=list(self._indexes.aliases().values()))

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def _drop(self, resource: str, revision: int) -> Outcome:
        """One resource and its parts; the first thing that went wrong is what became of it."""
        with answering():
            alias = self._indexes.alias("resources")
            outcomes = [*send(self._connection.writer, [deleted(alias, resource, revision)])]
            outcomes += self.drop_parts(self.parts_of(resource), revision=revision)
        wrong = next((outcome for outcome in outcomes if outcome.problem), None)
        return Outcome(resource, wrong.problem, wrong.later) if wrong else Outcome(resource)

    # --- reading

    def is_ready(self) -> bool:
        """See SearchBackend."""
        with self._connection.reading():
            return self._indexes.are_ready(self._connection.reader)

    def search(
        self,
        query: Query,
        *,
        allowed: Allowed,
        inside: Allowed,
        left_out: frozenset[str] = NONE_LEFT_OUT,
        closed: frozenset[str] = NONE_LEFT_OUT,
    ) -> Results:
        """See SearchBackend."""
        with self._connection.reading():
            return answer(self, Asked(query, allowed, inside, left_out, closed))

    def suggest(self, prefix: str, *, allowed: Allowed, size: int = 8) -> list[str]:
        """See SearchBackend."""
        words = [token.folded for token in tokens(prefix)]
        if not words:
            return []
        begins = (
            Q("match_phrase_prefix", title_folded={"query": " ".join(words), "max_expansions": MOST_SIMILAR})
            if len(words) > 1
            else Q("prefix", title_folded=words[0])
        )
        search = self._searching("resources").query("bool", filter=[begins, *access(allowed)])
        with self._connection.reading():
            return [hit["_id"] for hit in self._ask(search.sort("-age")[:size])["hits"]["hits"]]

    def parts_of(self, resource: str) -> frozenset[str]:
        """See SearchBackend."""
        client, alias = self._connection.writer, self._indexes.alias("parts")
        wanted = {"query": {"term": {"resource": resource}}, "_source": False}
        try:
            with answering():
                client.indices.refresh(index=alias)
                return frozenset(hit["_id"] for hit in scan(client, index=alias, query=wanted))
        except IndexMissing:
            return frozenset()

    def groups(
        self, conditions: Sequence[Condition], *, among: Condition, inside: Allowed, closed: frozenset[str]
    ) -> list[Mapping[str, int]]:
        """See plan.Engine."""
        reach, shut = [condition_clause(among), *access(inside)], Q("terms", resource=sorted(closed))
        search = self._searching("parts").query("bool", filter=reach, must_not=[shut] if closed else [])
        for at, condition in enumerate(conditions):
            group = A("filter", Q("match_all") if condition == among else condition_clause(condition))
            group.bucket("resources", "terms", field="resource", size=MOST_GROUPS)
            search.aggs.bucket(str(at), group)
        found = self._ask(search.extra(track_total_hits=False)[:0])["aggregations"]
        return [_counts(found[str(at)]["resources"]) for at in range(len(conditions))]

    def select(self, selection: Selection) -> Selected:
        """See plan.Engine. Two searches in one request, which the server answers side by side."""
        counted = self._searching("resources").query(reached(selection)).extra(track_total_hits=True)
        filters = narrowed(selection.query)
        for facet in FACETS:
            terms = A("terms", field=facet, size=MOST_VALUES)
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
        groups.metric("first", "top_hits", size=PARTS_SHOWN, sort=order, _source=False)
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
        client, search = self._connection.reader, self._page(selection)
        return tuple(deep.page(client, index, search, offset=query.offset, size=query.size))

    def _searching(self, kind: str) -> Search:
        return Search(using=self._connection.reader, index=self._indexes.alias(kind)).source(False)

    def _ask(self, search: Search) -> Found:
        """The answer as it comes: the objects of the client around each of 500 schools cost more than the search."""
        return told(self._connection.reader.search(index=search._index, body=search.to_dict()))

    def _ask_together(self, *searches: Search) -> list[Found]:
        lines = [line for search in searches for line in ({"index": search._index}, search.to_dict())]
        answers: list[Found] = told(self._connection.reader.msearch(searches=lines)).get("responses", [])
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

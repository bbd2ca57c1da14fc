"""The backend on Elasticsearch: two numbered indexes behind two aliases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.response import Response
from elasticsearch.helpers import scan

from access.policy import Allowed
from search.analysis import tokens
from search.backends.elastic import deep
from search.backends.elastic.bulk import deleted, saved, send
from search.backends.elastic.clauses import MOST_SIMILAR, access, condition_clause, graded, narrowed, selected
from search.backends.elastic.connection import Connection, answering
from search.backends.elastic.indexes import Indexes
from search.backends.plan import (
    MOST_GROUPS,
    PARTS_SHOWN,
    Asked,
    PartsWanted,
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

MOST_VALUES = 500


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
        search = self._searching("resources").query("bool", filter=[begins, access(allowed)])
        with self._connection.reading():
            return [hit.meta.id for hit in self._ask(search.sort("-age")[:size])]

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
        self, conditions: Sequence[Condition], *, inside: Allowed, closed: frozenset[str]
    ) -> list[Mapping[str, int]]:
        """See plan.Engine."""
        reach = [condition_clause(conditions[-1]), access(inside)]
        search = self._searching("parts").query("bool", filter=reach, must_not=[Q("terms", resource=sorted(closed))])
        for at, condition in enumerate(conditions):
            group = A("filter", condition_clause(condition))
            group.bucket("resources", "terms", field="resource", size=MOST_GROUPS)
            search.aggs.bucket(str(at), group)
        found = self._ask(search[:0]).aggregations
        return [_counts(found[str(at)].resources) for at in range(len(conditions))]

    def select(self, selection: Selection) -> Selected:
        """See plan.Engine."""
        query, filters = selection.query, narrowed(selection.query)
        search = self._searching("resources").query(selected(selection)).extra(track_total_hits=True)
        search = search.post_filter("bool", filter=list(filters.values()))
        for facet in FACETS:
            others = Q("bool", filter=[clause for name, clause in filters.items() if name != facet])
            search.aggs.bucket(facet, "filter", others).bucket("values", "terms", field=facet, size=MOST_VALUES)
        search = search.sort(*_order(query))
        if deep.is_deep(query.offset, query.size):
            return self._select_deep(search, query)
        found = self._ask(search[query.offset : query.offset + query.size])
        ranked = tuple((hit.meta.id, hit.meta.score or 0.0) for hit in found)
        return Selected(found.hits.total.value, ranked, _facets(found))  # type: ignore[attr-defined]

    def show(self, wanted: PartsWanted) -> Shown:
        """See plan.Engine."""
        named = Q("terms", resource=list(wanted.resources))
        search = self._searching("parts").query(
            "bool", must=[graded(wanted.grades)], filter=[access(wanted.inside), named]
        )
        order: list[dict[str, Any]] = [{"_score": {"order": "desc"}}, {"order": {"order": "asc"}}]
        groups = search.aggs.bucket("resources", "terms", field="resource", size=len(wanted.resources))
        groups.metric("first", "top_hits", size=PARTS_SHOWN, sort=order, _source=False)
        buckets = self._ask(search[:0]).aggregations.resources.buckets
        return {
            row.key: (tuple(PartHit.of(hit["_id"]) for hit in row.first.to_dict()["hits"]["hits"]), row.doc_count)
            for row in buckets
        }

    def _select_deep(self, search: Search, query: Query) -> Selected:
        """Counts by the search itself, the hits by walking down to them."""
        found, index = self._ask(search[:0]), self._indexes.alias("resources")
        ranked = deep.page(self._connection.reader, index, search, offset=query.offset, size=query.size)
        return Selected(found.hits.total.value, tuple(ranked), _facets(found))  # type: ignore[attr-defined]

    def _searching(self, kind: str) -> Search:
        return Search(using=self._connection.reader, index=self._indexes.alias(kind)).source(False)

    def _ask(self, search: Search) -> Response:
        found: Response = search.execute()
        if not found.to_dict():  # an answer that was cut after its first lines comes as an empty one
            raise EngineUnavailable
        return found


def _facets(found: Response) -> dict[str, dict[str, int]]:
    return {facet: _counts(found.aggregations[facet]["values"]) for facet in FACETS}


def _counts(terms: Any) -> dict[str, int]:
    return {row.key: row.doc_count for row in terms.buckets}


def _order(query: Query) -> list[str]:
    if query.sort == Sort.TITLE:
        return ["by_title"]
    return ["_score", "-age"] if query.sort == Sort.RELEVANCE and query.units else ["-age"]

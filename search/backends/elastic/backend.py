"""The backend on Elasticsearch: two numbered indexes behind two aliases."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from elasticsearch.helpers import scan

from access.policy import AccessFilter
from search.analysis import tokens
from search.backends.elastic.bulk import deleted, saved, send
from search.backends.elastic.connection import Connection, translating_errors
from search.backends.elastic.engine import ElasticEngine
from search.backends.elastic.indexes import Indexes
from search.backends.execution import SearchRequest, execute
from search.backends.protocol import NOTHING_EXCLUDED
from search.document import Document
from search.engine_results import EngineResults, Outcome
from search.errors import IndexMissing
from search.query import Query


class ElasticBackend:
    """An index on a server, behind the aliases `PREFIX-resources` and `PREFIX-parts`."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._connection = Connection(url)
        self._indexes = Indexes(self._connection.writer, prefix)
        self._engine = ElasticEngine(self._connection.reader, self._indexes)

    # --- writing

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with translating_errors():
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
        with translating_errors():
            return list(send(self._connection.writer, (deleted(alias, key, revision) for key in keys)))

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with translating_errors():
            number = self._indexes.begin(refresh="-1")
            filling = self._indexes.filling(number)
            actions = (saved(document, filling) for document in documents)
            outcomes = send(self._connection.writer, actions, retry_busy=True)
            refused = [outcome for outcome in outcomes if outcome.problem]
            self._indexes.finish(number)
            self._indexes.switch(number)
        return refused

    def refresh(self) -> None:
        """See SearchBackend."""
        with translating_errors():
            self._connection.writer.indices.refresh(index=list(self._indexes.aliases().values()))

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def _drop(self, resource: str, revision: int) -> Outcome:
        """Delete one resource and its parts; return the first problem as its outcome."""
        with translating_errors():
            alias = self._indexes.alias("resources")
            outcomes = [*send(self._connection.writer, [deleted(alias, resource, revision)])]
            outcomes += self.drop_parts(self.parts_of(resource), revision=revision)
        problem = next((outcome for outcome in outcomes if outcome.problem), None)
        return Outcome(resource, problem.problem, problem.later) if problem else Outcome(resource)

    # --- reading

    def is_ready(self) -> bool:
        """See SearchBackend."""
        with self._connection.reading():
            return self._indexes.are_ready(self._connection.reader)

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
        with self._connection.reading():
            return execute(self._engine, SearchRequest(query, allowed, parts_allowed, excluded, parts_excluded))

    def suggest(self, prefix: str, *, allowed: AccessFilter, size: int = 8) -> list[str]:
        """See SearchBackend."""
        words = [token.folded for token in tokens(prefix)]
        if not words:
            return []
        with self._connection.reading():
            return self._engine.titles_with_prefix(words, allowed, size)

    def parts_of(self, resource: str) -> frozenset[str]:
        """See SearchBackend."""
        client, alias = self._connection.writer, self._indexes.alias("parts")
        query = {"query": {"term": {"resource": resource}}, "_source": False}
        try:
            with translating_errors():
                client.indices.refresh(index=alias)
                return frozenset(hit["_id"] for hit in scan(client, index=alias, query=query))
        except IndexMissing:
            return frozenset()

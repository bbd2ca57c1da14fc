"""The backend on Elasticsearch: two numbered indexes behind two aliases."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError, scan, streaming_bulk

from access.policy import Allowed
from search.analysis import tokens
from search.backends.elastic.engine import ElasticEngine, NotThere
from search.backends.plan import Asked, answer
from search.backends.protocol import BATCH, NONE_LEFT_OUT
from search.document import (
    FORMAT,
    PART_FIELDS,
    RESOURCE_FIELDS,
    Document,
    FieldKind,
    ResourceDocument,
)
from search.errors import EngineUnavailable
from search.query import Query
from search.results import Outcome, Results

TIMEOUT = 20  # seconds
CONFLICT = 409  # the index holds a newer revision: nothing to do
FIELDS = {"resources": RESOURCE_FIELDS, "parts": PART_FIELDS}

# Only analysers that the bare server has: our own analysis has been done, the server splits at white space.
KINDS: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.KEY: {"type": "keyword"},
    FieldKind.NUMBER: {"type": "long"},
    FieldKind.WORDS: {"type": "text", "analyzer": "whitespace", "index_options": "positions"},
    FieldKind.BAG: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
    FieldKind.LABEL: {"type": "keyword", "doc_values": False},
    FieldKind.FACET: {"type": "keyword"},
    FieldKind.ORDER: {"type": "keyword", "index": False},
}


class ElasticBackend:
    """Two numbered indexes behind two aliases, `PREFIX-resources` and `PREFIX-parts`."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._client = Elasticsearch(url, request_timeout=TIMEOUT, retry_on_timeout=True, max_retries=2)
        self._prefix = prefix
        self._engine = ElasticEngine(self._client, prefix)

    # --- writing

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with _answering():
            if not self.is_ready():
                self._switch(self._begin())
            return list(self._send(documents, {kind: self._alias(kind) for kind in FIELDS}))

    def drop(self, resources: Collection[str]) -> None:
        """See SearchBackend."""
        with _answering():
            parts = [key for resource in resources for key in self.parts_of(resource)]
            self._delete("resources", resources)
            self._delete("parts", parts)

    def drop_parts(self, keys: Collection[str]) -> None:
        """See SearchBackend."""
        with _answering():
            self._delete("parts", keys)

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with _answering():
            generation = self._begin(refresh="-1")
            problems = [outcome for outcome in self._send(documents, generation) if outcome.problem]
            for index in generation.values():
                self._client.indices.put_settings(index=index, settings={"index.refresh_interval": None})
                self._client.indices.refresh(index=index)
            self._switch(generation)
        return problems

    def refresh(self) -> None:
        """See SearchBackend."""
        with _answering():
            self._client.indices.refresh(index=f"{self._prefix}-*")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    # --- reading

    def is_ready(self) -> bool:
        """See SearchBackend."""
        with _answering():
            return all(self._current(kind).startswith(f"{self._alias(kind)}-{FORMAT}-") for kind in FIELDS)

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
        with _answering():
            try:
                return answer(self._engine, Asked(query, allowed, inside, left_out, closed))
            except (NotFoundError, NotThere):
                return Results(0, (), {})

    def suggest(self, prefix: str, *, allowed: Allowed, size: int = 8) -> list[str]:
        """See SearchBackend."""
        words = [token.folded for token in tokens(prefix)]
        with _answering():
            try:
                return self._engine.beginning(words, allowed, size) if words else []
            except NotFoundError:
                return []

    def parts_of(self, resource: str) -> frozenset[str]:
        """See SearchBackend."""
        with _answering():
            try:
                self._client.indices.refresh(index=self._alias("parts"))
                wanted = {"query": {"term": {"resource": resource}}, "_source": False}
                return frozenset(hit["_id"] for hit in scan(self._client, index=self._alias("parts"), query=wanted))
            except NotFoundError:
                return frozenset()

    # --- indexes

    def _alias(self, kind: str) -> str:
        return f"{self._prefix}-{kind}"

    def _current(self, kind: str) -> str:
        """The index behind an alias; empty before the first."""
        try:
            return next(iter(self._client.indices.get_alias(name=self._alias(kind))))
        except NotFoundError:
            return ""

    def _begin(self, refresh: str = "1s") -> dict[str, str]:
        """Empty indexes of the next number."""
        existing = self._client.indices.get(index=f"{self._prefix}-*", expand_wildcards="all")
        number = max((int(name.rpartition("-")[2]) for name in existing), default=0) + 1
        made = {}
        for kind, fields in FIELDS.items():
            made[kind] = f"{self._alias(kind)}-{FORMAT}-{number:06d}"
            properties = {name: KINDS[field] for name, field in fields.items()}
            self._client.indices.create(
                index=made[kind],
                settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": refresh},
                mappings={"dynamic": "strict", "_source": {"enabled": False}, "properties": properties},
            )
        return made

    def _switch(self, generation: Mapping[str, str]) -> None:
        """Both aliases in one step; the indexes that they leave are removed."""
        old = [name for kind in FIELDS if (name := self._current(kind))]
        removals = [{"remove_index": {"index": name}} for name in old]
        additions = [{"add": {"index": generation[kind], "alias": self._alias(kind)}} for kind in FIELDS]
        self._client.indices.update_aliases(actions=[*additions, *removals])

    def _send(self, documents: Iterable[Document], indexes: Mapping[str, str]) -> Iterator[Outcome]:
        """Every item's own outcome; what an engine refuses does not stop the others."""
        actions = (_action(document, indexes) for document in documents)
        sent = streaming_bulk(
            self._client, actions, chunk_size=BATCH, raise_on_error=False, raise_on_exception=False, max_retries=3
        )
        for ok, item in sent:
            (result,) = item.values()
            refused = not ok and result.get("status") != CONFLICT
            yield Outcome(result["_id"], str(result.get("error", "")) if refused else "")

    def _delete(self, kind: str, keys: Collection[str]) -> None:
        actions = [{"_op_type": "delete", "_index": self._alias(kind), "_id": key} for key in keys]
        list(streaming_bulk(self._client, actions, raise_on_error=False))


@contextmanager
def _answering() -> Iterator[None]:
    """Say in our own words what goes wrong on the way to the server; an index that is not there is for the caller."""
    try:
        yield
    except NotFoundError:
        raise
    except (TransportError, ApiError, BulkIndexError) as error:
        raise EngineUnavailable from error


def _action(document: Document, indexes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "_index": indexes["resources" if isinstance(document, ResourceDocument) else "parts"],
        "_id": document.key,
        "version": document.revision,
        "version_type": "external_gte",  # the same revision again is no conflict: a step may be done twice
        "_source": dict(document.index()),
    }

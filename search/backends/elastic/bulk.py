"""Bulk requests: documents go to the server many at once, and the outcome of every item is read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.backends.protocol import BATCH
from search.document import Document, ResourceDocument
from search.engine_results import Outcome
from search.errors import EngineUnavailable, IndexMissing

CONFLICT = 409  # the index holds a newer revision
MISSING = 404  # with an error: there is no index; without one: the document to delete is already gone
BUSY = {429, 502, 503, 504}
MAX_BYTES = 20_000_000  # of one request
MAX_RETRIES = 5

# `_gte` accepts the same revision again, because a step may run twice.
VERSIONED = {"version_type": "external_gte"}


def saved(document: Document, indexes: Mapping[str, str]) -> dict[str, Any]:
    """Return the action that adds or replaces a document, unless the index holds a newer one."""
    kind = "resources" if isinstance(document, ResourceDocument) else "parts"
    source = dict(document.index())
    return {"_index": indexes[kind], "_id": document.key, "version": document.revision, **VERSIONED, "_source": source}


def deleted(index: str, key: str, revision: int) -> dict[str, Any]:
    """Return the action that deletes a document and keeps out older ones that arrive late."""
    return {"_op_type": "delete", "_index": index, "_id": key, "version": revision, **VERSIONED}


def send(client: Elasticsearch, actions: Iterable[dict[str, Any]], *, retry_busy: bool = False) -> Iterator[Outcome]:
    """Send the actions and yield the outcome of each.

    `retry_busy`: wait for a busy server, for documents whose changes are recorded nowhere. Raises IndexMissing if an
    alias names no index (the server must not create one with fields of its own), EngineUnavailable for a truncated
    answer.
    """
    sent = streaming_bulk(
        client,
        actions,
        chunk_size=BATCH,
        max_chunk_bytes=MAX_BYTES,
        raise_on_error=False,
        max_retries=MAX_RETRIES if retry_busy else 0,
        initial_backoff=1,
        max_backoff=10,
        require_alias=True,
    )
    try:
        for ok, item in sent:
            (result,) = item.values()
            yield _outcome(ok, result)
    except TypeError as error:  # the client reads an answer that was cut after its first lines as an empty one
        raise EngineUnavailable from error


def _outcome(ok: bool, result: Mapping[str, Any]) -> Outcome:
    status, error = result.get("status"), result.get("error")
    if ok or status == CONFLICT or (status == MISSING and not error):
        return Outcome(result["_id"])
    if status == MISSING:
        raise IndexMissing
    return Outcome(result["_id"], problem=_reason(error), later=status in BUSY)


def _reason(error: Any) -> str:
    """Return the server's message with all its causes."""
    if not isinstance(error, Mapping):
        return str(error)
    cause = error.get("caused_by")
    message = f"{error.get('type')}: {error.get('reason')}"
    return f"{message} ({_reason(cause)})" if cause else message

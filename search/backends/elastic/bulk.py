"""Documents go to the server in bulk, and every item's own outcome is read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.backends.protocol import BATCH
from search.document import Document, ResourceDocument
from search.engine_results import Outcome
from search.errors import EngineUnavailable, IndexMissing

CONFLICT = 409  # the index holds a newer revision: nothing to do
MISSING = 404  # with an error: there is no index; without: the document to delete is gone already
BUSY = {429, 502, 503, 504}
MAX_BYTES = 20_000_000  # of one request
MAX_TRIES = 5

# The same revision again is no conflict: a step may be done twice.
VERSIONED = {"version_type": "external_gte"}


def saved(document: Document, indexes: Mapping[str, str]) -> dict[str, Any]:
    """The action that adds or replaces a document, unless the index holds a newer one."""
    kind = "resources" if isinstance(document, ResourceDocument) else "parts"
    source = dict(document.index())
    return {"_index": indexes[kind], "_id": document.key, "version": document.revision, **VERSIONED, "_source": source}


def deleted(index: str, key: str, revision: int) -> dict[str, Any]:
    """The action that takes a document out, and keeps out whatever is older and comes late."""
    return {"_op_type": "delete", "_index": index, "_id": key, "version": revision, **VERSIONED}


def send(client: Elasticsearch, actions: Iterable[dict[str, Any]], *, patient: bool = False) -> Iterator[Outcome]:
    """What became of each; `patient`: wait for a busy server, for documents that are noted nowhere to be tried again.

    Raises IndexMissing where an alias names no index; the server must not make one by itself, with fields of its own.
    """
    sent = streaming_bulk(
        client,
        actions,
        chunk_size=BATCH,
        max_chunk_bytes=MAX_BYTES,
        raise_on_error=False,
        max_retries=MAX_TRIES if patient else 0,
        initial_backoff=1,
        max_backoff=10,
        require_alias=True,
    )
    try:
        for ok, item in sent:
            (told,) = item.values()
            yield _outcome(ok, told)
    except TypeError as error:  # an answer that was cut after its first lines comes as an empty one
        raise EngineUnavailable from error


def _outcome(ok: bool, told: Mapping[str, Any]) -> Outcome:
    status, error = told.get("status"), told.get("error")
    if ok or status == CONFLICT or (status == MISSING and not error):
        return Outcome(told["_id"])
    if status == MISSING:
        raise IndexMissing
    return Outcome(told["_id"], problem=_reason(error), later=status in BUSY)


def _reason(error: Any) -> str:
    """The server's own words, the cause of the cause included."""
    if not isinstance(error, Mapping):
        return str(error)
    cause = error.get("caused_by")
    said = f"{error.get('type')}: {error.get('reason')}"
    return f"{said} ({_reason(cause)})" if cause else said

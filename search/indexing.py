"""The indexer: reads the recorded changes, sends the documents to the engine, and then deletes the changes."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from repository.index_changes import Part, delete_indexed, record_change, retry_later
from repository.models import Cue, IndexChange, Page, Resource
from search import document_builder
from search.backends import current_backend
from search.backends.protocol import BATCH, SearchBackend
from search.document import Document
from search.engine_results import Outcome
from search.errors import EngineUnavailable, IndexLocked
from search.fair_batches import fair_batch
from search.rebuild_lock import rebuild_lock
from workers import fault_injection, heartbeat, shutdown, wakeups

logger = logging.getLogger("search")

QUEUE = "index"
# Set while a task waits in the queue, so that a thousand changes make one task; expires in case the task is lost.
DEBOUNCE_KEY = "search.wakeup"
DEBOUNCE_SECONDS = 30
ROWS_AT_ONCE = 500  # changes; as many documents as the engine commits at once
# Delay of the first retry, doubled for each further one: of a refused document, and of a busy engine.
MIN_RETRY, MAX_RETRY = timedelta(minutes=1), timedelta(hours=6)
MIN_BUSY_RETRY, MAX_BUSY_RETRY = timedelta(seconds=5), timedelta(minutes=5)


@dataclass
class PendingChange:
    """A recorded change, with the problems of documents that the engine refused or was too busy to take."""

    row: IndexChange
    refused: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Add the outcome of one of its documents."""
        if outcome.problem:
            (self.busy if outcome.later else self.refused).append(f"{outcome.key}: {outcome.problem}")


def due(now: datetime) -> QuerySet[IndexChange]:
    """Return the changes whose turn has come, oldest first."""
    return IndexChange.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now)).order_by("changed_at", "pk")


def index_missing() -> bool:
    """Return whether there are resources but no index; False if the engine does not answer."""
    try:
        return not current_backend().is_ready() and Resource.objects.exists()
    except EngineUnavailable:
        return False


def run_woken(notify: Callable[[], None]) -> None:
    """Index all changes that are due, for a worker that was woken; call `notify` if it is asked to stop meanwhile."""
    wakeups.reset_debounce(DEBOUNCE_KEY)  # before reading, so that a later change makes another task
    try:
        with shutdown.handling_signals(), heartbeat.activity(QUEUE):
            index_pending(now=timezone.now())
    except shutdown.ShutdownRequested:
        notify()
    except (IndexLocked, EngineUnavailable) as error:  # the rows stay, and periodic maintenance notifies again
        logger.warning("%s", error)


def index_pending(*, now: datetime) -> int:
    """Index all changes that are due; return how many are done. Raises IndexLocked, EngineUnavailable."""
    engine = current_backend()
    if not engine.is_ready():
        rebuild_if_missing(now=now)
    done = 0
    while changes := [PendingChange(row) for row in fair_batch(due(now), ROWS_AT_ONCE)]:
        shutdown.raise_if_requested()  # the remaining changes stay recorded
        fault_injection.point("index.before")
        _send(engine, changes)
        fault_injection.point("index.sent")
        done += _settle(changes, now)
    return done


def rebuild(*, now: datetime) -> list[Outcome]:
    """Build a new index while searches use the old one; return the documents that it does not contain.

    Resources that change meanwhile are recorded as changed once more, and so are documents that the engine refused or
    was too busy to take. Raises IndexLocked while another process builds one.
    """
    with rebuild_lock():
        return _rebuild(now)


def rebuild_if_missing(*, now: datetime) -> list[Outcome] | None:
    """Build an index if there is none; return None if there is: another process may have built it a moment ago.

    Raises IndexLocked while another process builds one.
    """
    with rebuild_lock():
        return None if current_backend().is_ready() else _rebuild(now)


def _rebuild(now: datetime) -> list[Outcome]:
    engine, seen = current_backend(), dict[str, int]()
    problems = engine.rebuild(_all_documents(seen))
    for outcome in problems:
        logger.error("not indexed: %s: %s", outcome.key, outcome.problem)
        _record_problem(outcome, now)
    _record_missed(seen, now)
    engine.refresh()
    return problems


def _all_documents(seen: dict[str, int]) -> Iterator[Document]:
    """Yield the documents of all resources; add the revision of each resource to `seen`, by key."""
    of_resource = OuterRef("pk")
    resources = document_builder.with_record(Resource.objects.order_by("pk")).annotate(
        has_pages=Exists(Page.objects.filter(resource=of_resource)),
        has_cues=Exists(Cue.objects.filter(resource=of_resource)),
    )
    for resource in resources.iterator(chunk_size=200):
        seen[str(resource.uuid)] = resource.revision
        yield document_builder.resource_document(resource)
        if resource.has_pages:
            yield from document_builder.page_documents(resource)
        if resource.has_cues:
            yield from document_builder.cue_documents(resource)


def _record_missed(seen: dict[str, int], now: datetime) -> None:
    """Record the changes that went to the old index while the new one was filled; their rows may be deleted already."""
    present = {str(uuid): revision for uuid, revision in Resource.objects.values_list("uuid", "revision")}
    for uuid, revision in present.items():
        if seen.get(uuid) != revision:
            record_change(uuid, Part.LABELS, revision=revision, now=now)
    for uuid in seen.keys() - present.keys():
        record_change(uuid, Part.DELETED, revision=seen[uuid] + 1, now=now)


def _record_problem(outcome: Outcome, now: datetime) -> None:
    """Record a change for a document that a rebuild could not index, as if it had been sent for that change."""
    resolved = document_builder.resolve_key(outcome.key)
    if resolved is None:  # deleted meanwhile
        return
    resource, part, bounds = resolved
    record_change(resource.uuid, part, revision=resource.revision, now=now, bounds=bounds)
    row = IndexChange.objects.get(resource=resource.uuid, part=part, first=bounds[0], last=bounds[1])
    change = PendingChange(row)
    change.add(outcome)
    _settle([change], now)


def _send(engine: SearchBackend, changes: Sequence[PendingChange]) -> None:
    by_key = dict[str, list[PendingChange]]()
    for batch in _batches(_documents(engine, changes, by_key)):
        for outcome in engine.put(batch):
            for change in by_key[outcome.key]:
                change.add(outcome)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def _documents(
    engine: SearchBackend, changes: Sequence[PendingChange], by_key: dict[str, list[PendingChange]]
) -> Iterator[Document]:
    """Yield the documents of all changes, each once; drop deleted resources. Fill `by_key` with the changes of each."""
    uuids = {change.row.resource for change in changes}
    resources = {r.uuid: r for r in document_builder.with_record(Resource.objects.filter(uuid__in=uuids))}
    _drop_deleted(engine, [change for change in changes if change.row.resource not in resources])
    for change in changes:
        resource = resources.get(change.row.resource)
        for document in _documents_of(engine, resource, change) if resource else ():
            is_new = document.key not in by_key
            by_key.setdefault(document.key, []).append(change)
            if is_new:
                yield document


def _drop_deleted(engine: SearchBackend, changes: Sequence[PendingChange]) -> None:
    revisions = dict[str, int]()
    for change in changes:
        key = str(change.row.resource)
        revisions[key] = max(change.row.revision, revisions.get(key, 0))
    outcomes = {outcome.key: outcome for outcome in engine.drop(revisions)} if revisions else {}
    for change in changes:
        change.add(outcomes[str(change.row.resource)])


def _documents_of(engine: SearchBackend, resource: Resource, change: PendingChange) -> Iterator[Document]:
    """Yield the documents that a change concerns; drop parts that no longer exist."""
    row = change.row
    if row.part == Part.PAGES:
        without_text = document_builder.keys_without_text(resource, first=row.first, last=row.last)
        _drop_parts(engine, without_text, resource, change)
        yield from document_builder.page_documents(resource, first=row.first, last=row.last)
        return
    if row.part in (Part.RECORD, Part.LABELS):
        yield document_builder.resource_document(resource)
    if row.part in (Part.CUES, Part.LABELS):
        parts = [
            *document_builder.cue_documents(resource),
            *(document_builder.page_documents(resource) if row.part == Part.LABELS else ()),
        ]
        _drop_parts(engine, _obsolete(engine, resource, row, {part.key for part in parts}), resource, change)
        yield from parts


def _drop_parts(engine: SearchBackend, keys: Sequence[str], resource: Resource, change: PendingChange) -> None:
    for outcome in engine.drop_parts(keys, revision=resource.revision):
        change.add(outcome)


def _obsolete(engine: SearchBackend, resource: Resource, row: IndexChange, present: set[str]) -> list[str]:
    indexed: Iterable[str] = engine.parts_of(str(resource.uuid))
    if row.part == Part.CUES:
        indexed = (key for key in indexed if key.startswith("cue:"))
    return [key for key in indexed if key not in present]


def _settle(changes: Sequence[PendingChange], now: datetime) -> int:
    """Delete the changes that were indexed, unless they were recorded again since they were read; return how many.

    The others get a retry, with the reason.
    """
    failed = [change for change in changes if change.refused or change.busy]
    deleted = delete_indexed([change.row for change in changes if not (change.refused or change.busy)])
    fault_injection.point("index.change-deleted")
    for change in failed:
        _retry(change, now)
    return deleted


def _retry(change: PendingChange, now: datetime) -> None:
    row = change.row
    shortest, longest = (MIN_RETRY, MAX_RETRY) if change.refused else (MIN_BUSY_RETRY, MAX_BUSY_RETRY)
    delay = min(shortest * 2 ** min(row.attempts, 16), longest)
    reason = "\n".join(change.refused[:5])[:2000]
    retry_later(row, retry_at=now + delay, reason=reason)
    logger.error("not indexed: %s: %s", row, (change.refused or change.busy)[0])

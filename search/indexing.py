"""Brings the index up to the database: reads what was noted as changed, sends it, and only then strikes it off."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q, QuerySet

from repository.index_changes import Part, record_change
from repository.models import IndexChange, Resource
from search import document_builder
from search.backends.protocol import BATCH, SearchBackend
from search.document import Document
from search.engine_results import Outcome
from search.errors import EngineUnavailable
from search.fair_batches import fair_batch
from search.queries import backend
from workers import fault_injection, shutdown

logger = logging.getLogger("search")

ROWS_AT_ONCE = 200
# After the first refusal, twice as long after each further one: of a document, of an engine without room for it now.
REFUSED, LONGEST_REFUSED = timedelta(minutes=1), timedelta(hours=6)
BUSY, LONGEST_BUSY = timedelta(seconds=5), timedelta(minutes=5)


@dataclass
class PendingChange:
    """A noted change, and what the engine did not take of it: what it refused, what it had no room for now."""

    row: IndexChange
    problems: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)

    def note(self, outcome: Outcome) -> None:
        """What became of one document of it."""
        if outcome.problem:
            (self.later if outcome.later else self.problems).append(f"{outcome.key}: {outcome.problem}")


def due(now: datetime) -> QuerySet[IndexChange]:
    """The changes that wait, oldest first; what was refused waits longer each time."""
    return IndexChange.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now)).order_by("changed_at", "pk")


def index_missing() -> bool:
    """Whether there is something to find and no index to find it in; an engine that does not answer is not asked."""
    try:
        return not backend().is_ready() and Resource.objects.exists()
    except EngineUnavailable:
        return False


def index_pending(*, now: datetime) -> int:
    """Index all that is due; returns how many changes were struck off. Raises IndexTaken, EngineUnavailable."""
    engine = backend()
    if not engine.is_ready():
        rebuild(now=now)
    done = 0
    while changes := [PendingChange(row) for row in fair_batch(due(now), ROWS_AT_ONCE)]:
        shutdown.raise_if_requested()  # what is left stays noted
        fault_injection.point("index.before")
        _send(engine, changes)
        fault_injection.point("index.sent")
        done += sum(_settle(change, now) for change in changes)
    return done


def rebuild(*, now: datetime) -> list[Outcome]:
    """Make the whole index again beside the old one; what changed meanwhile is noted as changed once more.

    What the engine did not take is noted too: with its reason, or to be tried again.
    """
    engine, seen = backend(), dict[str, int]()
    problems = engine.rebuild(_everything(seen))
    for outcome in problems:
        logger.error("not indexed: %s: %s", outcome.key, outcome.problem)
        _note_untaken(outcome, now)
    _note_missed(seen, now)
    engine.refresh()
    return problems


def _everything(seen: dict[str, int]) -> Iterator[Document]:
    resources = document_builder.with_record(Resource.objects.order_by("pk"))
    for resource in resources.iterator(chunk_size=200):
        seen[str(resource.uuid)] = resource.revision
        yield document_builder.resource_document(resource)
        yield from document_builder.page_documents(resource)
        yield from document_builder.cue_documents(resource)


def _note_missed(seen: dict[str, int], now: datetime) -> None:
    """Changes that went to the old generation while the new one was filled; their rows may be struck off already."""
    present = {str(uuid): revision for uuid, revision in Resource.objects.values_list("uuid", "revision")}
    for uuid, revision in present.items():
        if seen.get(uuid) != revision:
            record_change(uuid, Part.LABELS, revision=revision, now=now)
    for uuid in seen.keys() - present.keys():
        record_change(uuid, Part.DELETED, revision=seen[uuid] + 1, now=now)


def _note_untaken(outcome: Outcome, now: datetime) -> None:
    """A document of a rebuild becomes a noted change, as if it had been sent for one."""
    named = document_builder.resolve_key(outcome.key)
    if named is None:  # gone meanwhile
        return
    resource, part, bounds = named
    record_change(resource.uuid, part, revision=resource.revision, now=now, bounds=bounds)
    row = IndexChange.objects.get(resource=resource.uuid, part=part, first=bounds[0], last=bounds[1])
    change = PendingChange(row)
    change.note(outcome)
    _settle(change, now)


def _send(engine: SearchBackend, changes: Sequence[PendingChange]) -> None:
    by_key = dict[str, list[PendingChange]]()
    for batch in _batches(_documents(engine, changes, by_key)):
        for outcome in engine.put(batch):
            for change in by_key[outcome.key]:
                change.note(outcome)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def _documents(
    engine: SearchBackend, changes: Sequence[PendingChange], by_key: dict[str, list[PendingChange]]
) -> Iterator[Document]:
    """The documents of all changes, each once; what is gone is dropped on the way."""
    uuids = {change.row.resource for change in changes}
    resources = {r.uuid: r for r in document_builder.with_record(Resource.objects.filter(uuid__in=uuids))}
    _drop_gone(engine, [change for change in changes if change.row.resource not in resources])
    for change in changes:
        resource = resources.get(change.row.resource)
        for document in _documents_of(engine, resource, change) if resource else ():
            is_new = document.key not in by_key
            by_key.setdefault(document.key, []).append(change)
            if is_new:
                yield document


def _drop_gone(engine: SearchBackend, changes: Sequence[PendingChange]) -> None:
    gone = dict[str, int]()
    for change in changes:
        key = str(change.row.resource)
        gone[key] = max(change.row.revision, gone.get(key, 0))
    outcomes = {outcome.key: outcome for outcome in engine.drop(gone)} if gone else {}
    for change in changes:
        change.note(outcomes[str(change.row.resource)])


def _documents_of(engine: SearchBackend, resource: Resource, change: PendingChange) -> Iterator[Document]:
    """What a change asks to be sent again; parts that are no more are dropped."""
    row = change.row
    if row.part == Part.PAGES:
        _drop_parts(
            engine, document_builder.keys_without_text(resource, first=row.first, last=row.last), resource, change
        )
        yield from document_builder.page_documents(resource, first=row.first, last=row.last)
        return
    if row.part in (Part.RECORD, Part.LABELS):
        yield document_builder.resource_document(resource)
    if row.part in (Part.CUES, Part.LABELS):
        parts = [
            *document_builder.cue_documents(resource),
            *(document_builder.page_documents(resource) if row.part == Part.LABELS else ()),
        ]
        _drop_parts(engine, _no_more(engine, resource, row, {part.key for part in parts}), resource, change)
        yield from parts


def _drop_parts(engine: SearchBackend, keys: Sequence[str], resource: Resource, change: PendingChange) -> None:
    for outcome in engine.drop_parts(keys, revision=resource.revision):
        change.note(outcome)


def _no_more(engine: SearchBackend, resource: Resource, row: IndexChange, present: set[str]) -> list[str]:
    known: Iterable[str] = engine.parts_of(str(resource.uuid))
    if row.part == Part.CUES:
        known = (key for key in known if key.startswith("cue:"))
    return [key for key in known if key not in present]


def _settle(change: PendingChange, now: datetime) -> bool:
    """Strike the change off, unless it was noted again since it was read; or keep it, with the reason of a refusal."""
    row = change.row
    same = IndexChange.objects.filter(pk=row.pk, revision=row.revision, changed_at=row.changed_at)
    if not change.problems and not change.later:
        struck = bool(same.delete()[0])
        fault_injection.point("index.change-deleted")
        return struck
    first, longest = (REFUSED, LONGEST_REFUSED) if change.problems else (BUSY, LONGEST_BUSY)
    wait = min(first * 2 ** min(row.attempts, 16), longest)
    problem = "\n".join(change.problems[:5])[:2000]
    same.update(attempts=row.attempts + 1, retry_at=now + wait, last_error=problem)
    logger.error("not indexed: %s: %s", row, (change.problems or change.later)[0])
    return False

"""Brings the index up to the database: reads what was noted as changed, sends it, and only then strikes it off."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q, QuerySet

from repository import fault
from repository.models import Dirty, Resource
from repository.upkeep import Part, note_change
from search import rows
from search.backends.protocol import BATCH, SearchBackend
from search.document import Document
from search.queries import backend
from search.results import Outcome
from search.turns import in_turn
from workshop import stopping

logger = logging.getLogger("search")

ROWS_AT_ONCE = 200
LONGEST_WAIT = timedelta(hours=6)


@dataclass
class Change:
    """A noted change, the keys of the documents sent for it, and what the engine refused."""

    row: Dirty
    keys: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def due(now: datetime) -> QuerySet[Dirty]:
    """The changes that wait, oldest first; what was refused waits longer each time."""
    return Dirty.objects.filter(Q(next_try=None) | Q(next_try__lte=now)).order_by("since", "pk")


def work(*, now: datetime) -> int:
    """Index all that is due; returns how many changes were struck off. Raises IndexTaken, EngineUnavailable."""
    engine = backend()
    if not engine.is_ready():
        rebuild(now=now)
    done = 0
    while changes := [Change(row) for row in in_turn(due(now), ROWS_AT_ONCE)]:
        stopping.check()  # what is left stays noted
        fault.point("index.before")
        _send(engine, changes)
        fault.point("index.sent")
        done += sum(_settle(change, now) for change in changes)
    return done


def rebuild(*, now: datetime) -> list[Outcome]:
    """Make the whole index again beside the old one; what changed meanwhile is noted as changed once more."""
    engine, seen = backend(), dict[str, int]()
    problems = engine.rebuild(_everything(seen))
    for outcome in problems:
        logger.error("not indexed: %s: %s", outcome.key, outcome.problem)
    _note_missed(seen, now)
    engine.refresh()
    return problems


def _everything(seen: dict[str, int]) -> Iterator[Document]:
    resources = rows.with_record(Resource.objects.order_by("pk"))
    for resource in resources.iterator(chunk_size=200):
        seen[str(resource.uuid)] = resource.revision
        yield rows.record(resource)
        yield from rows.pages(resource)
        yield from rows.cues(resource)


def _note_missed(seen: dict[str, int], now: datetime) -> None:
    """Changes that went to the old generation while the new one was filled; their rows may be struck off already."""
    present = {str(uuid): revision for uuid, revision in Resource.objects.values_list("uuid", "revision")}
    for uuid, revision in present.items():
        if seen.get(uuid) != revision:
            note_change(uuid, Part.LABELS, revision=revision, now=now)
    for uuid in seen.keys() - present.keys():
        note_change(uuid, Part.GONE, revision=seen[uuid] + 1, now=now)


def _send(engine: SearchBackend, changes: Sequence[Change]) -> None:
    by_key = dict[str, list[Change]]()
    for batch in _batches(_documents(engine, changes, by_key)):
        for outcome in engine.put(batch):
            if outcome.problem:
                for change in by_key[outcome.key]:
                    change.problems.append(f"{outcome.key}: {outcome.problem}")


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def _documents(engine: SearchBackend, changes: Sequence[Change], by_key: dict[str, list[Change]]) -> Iterator[Document]:
    """The documents of all changes, each once; what is gone is dropped on the way."""
    uuids = {change.row.resource for change in changes}
    resources = {r.uuid: r for r in rows.with_record(Resource.objects.filter(uuid__in=uuids))}
    gone = {str(uuid) for uuid in uuids - resources.keys()}
    if gone:
        engine.drop(gone)
    for change in changes:
        resource = resources.get(change.row.resource)
        for document in _documents_of(engine, resource, change.row) if resource else ():
            is_new = document.key not in by_key
            by_key.setdefault(document.key, []).append(change)
            if is_new:
                yield document


def _documents_of(engine: SearchBackend, resource: Resource, row: Dirty) -> Iterator[Document]:
    """What a change asks to be sent again; parts that are no more are dropped."""
    if row.part == Part.PAGES:
        engine.drop_parts(rows.unread(resource, first=row.first, last=row.last))
        yield from rows.pages(resource, first=row.first, last=row.last)
        return
    if row.part in (Part.RECORD, Part.LABELS):
        yield rows.record(resource)
    if row.part in (Part.CUES, Part.LABELS):
        parts = [*rows.cues(resource), *(rows.pages(resource) if row.part == Part.LABELS else ())]
        engine.drop_parts(_no_more(engine, resource, row, {part.key for part in parts}))
        yield from parts


def _no_more(engine: SearchBackend, resource: Resource, row: Dirty, present: set[str]) -> list[str]:
    known: Iterable[str] = engine.parts_of(str(resource.uuid))
    if row.part == Part.CUES:
        known = (key for key in known if key.startswith("cue:"))
    return [key for key in known if key not in present]


def _settle(change: Change, now: datetime) -> bool:
    """Strike the change off, unless it was noted again since it was read; or keep it with its reason."""
    same = Dirty.objects.filter(pk=change.row.pk, revision=change.row.revision)
    if not change.problems:
        struck = bool(same.delete()[0])
        fault.point("index.struck-off")
        return struck
    attempts = change.row.attempts + 1
    wait = min(timedelta(seconds=30) * 2 ** min(attempts, 16), LONGEST_WAIT)
    same.update(attempts=attempts, next_try=now + wait, problem="\n".join(change.problems[:5])[:2000])
    logger.error("not indexed: %s: %s", change.row, change.problems[0])
    return False

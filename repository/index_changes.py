"""The outbox of the search index: rows written in the transaction of each change; a wake-up after its commit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from repository.events import resource_changed
from repository.models import IndexChange, Resource
from workers import fault_injection

Part = IndexChange.Part


def mark_changed(resource: Resource, *parts: IndexChange.Part, now: datetime, first: int = 0, last: int = 0) -> None:
    """Raise the resource's revision and record the changed parts; `first` and `last` are order keys, for pages alone.

    Must run inside the transaction of the change. Recording a part again stores the newer revision, so that an indexer
    that read the older state cannot delete the row.
    """
    Resource.objects.filter(pk=resource.pk).update(revision=F("revision") + 1, changed_at=now)
    resource.refresh_from_db(fields=["revision", "changed_at"])
    with _announced(resource):
        for part in parts:
            bounds = (first, last) if part == Part.PAGES else (0, 0)
            record_change(
                resource.uuid, part, revision=resource.revision, now=now, bounds=bounds, school=resource.owner_id
            )


def mark_created(resources: Sequence[Resource], *, now: datetime) -> None:
    """Record that new resources must be indexed, in the transaction that creates them; the last one wakes a worker."""
    if resources:
        with _announced(resources[-1]):
            IndexChange.objects.bulk_create(
                [
                    IndexChange(
                        resource=one.uuid, part=Part.RECORD, revision=one.revision, changed_at=now, school=one.owner_id
                    )
                    for one in resources
                ],
                batch_size=500,
            )


@contextmanager
def _announced(resource: Resource) -> Iterator[None]:
    """Write the rows between two fault points, and announce the change after the commit."""
    fault_injection.point("index_change.before")
    yield
    fault_injection.point("index_change.written")
    transaction.on_commit(partial(resource_changed.send, sender=Resource, resource=resource.pk))


def mark_all_changed(resources: Sequence[Resource], part: IndexChange.Part, *, now: datetime) -> None:
    """Do the same for one part of many resources, whose rows the caller's transaction has locked, in four queries."""
    if not resources:
        return
    keys = [resource.pk for resource in resources]
    Resource.objects.filter(pk__in=keys).update(revision=F("revision") + 1, changed_at=now)
    rows = Resource.objects.filter(pk__in=keys).values_list("uuid", "owner", "revision")
    IndexChange.objects.bulk_create(
        [
            IndexChange(resource=uuid, school=owner, part=part, revision=revision, changed_at=now)
            for uuid, owner, revision in rows
        ],
        update_conflicts=True,
        unique_fields=["resource", "part", "first", "last"],
        update_fields=["school", "revision", "changed_at", "attempts", "retry_at", "last_error"],
    )
    transaction.on_commit(partial(resource_changed.send, sender=Resource, resource=keys[0]))


def record_change(
    resource: UUID | str,
    part: IndexChange.Part,
    *,
    revision: int,
    now: datetime,
    bounds: tuple[int, int] = (0, 0),
    school: int = 0,
) -> None:
    """Record that a part must be indexed again; the resource itself may be deleted already."""
    first, last = bounds
    IndexChange.objects.update_or_create(
        resource=resource,
        part=part,
        first=first,
        last=last,
        defaults={
            "school": school,
            "revision": revision,
            "changed_at": now,
            "attempts": 0,
            "retry_at": None,
            "last_error": "",
        },
    )


def delete_indexed(changes: Sequence[IndexChange]) -> int:
    """Delete indexed changes, except those that were recorded again since they were read; return how many.

    One transaction, because each costs a flush to the disk. It waits for nobody: a change that another transaction
    holds is deleted afterwards, by itself.
    """
    read = {change.pk: (change.revision, change.changed_at) for change in changes}
    with transaction.atomic():
        free = IndexChange.objects.select_for_update(skip_locked=True).filter(pk__in=read)
        stored = {key: (revision, at) for key, revision, at in free.values_list("pk", "revision", "changed_at")}
        same = [key for key, state in stored.items() if state == read[key]]
        deleted = IndexChange.objects.filter(pk__in=same).delete()[0]
    held = [change for change in changes if change.pk not in stored]
    return deleted + sum(_unless_recorded_again(change).delete()[0] for change in held)


def retry_later(change: IndexChange, *, retry_at: datetime, reason: str) -> None:
    """Schedule a retry, unless the change was recorded again since it was read; `reason` is empty for a busy engine."""
    _unless_recorded_again(change).update(attempts=change.attempts + 1, retry_at=retry_at, last_error=reason)


def _unless_recorded_again(change: IndexChange) -> QuerySet[IndexChange]:
    return IndexChange.objects.filter(pk=change.pk, revision=change.revision, changed_at=change.changed_at)

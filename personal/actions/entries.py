"""Writes of the entries of lists: add, remove, undo, order, annotate."""

from collections.abc import Collection
from enum import StrEnum

from django.db import transaction
from django.db.models import Max

from access.actions import Action
from access.viewer import Viewer
from accounts.locks import lock
from accounts.text import clean_line
from personal.actions.lists import require_person
from personal.errors import ListIsFull
from personal.models import ListEntry, ReadingList
from personal.queries import lists_of
from repository.models import Resource
from repository.queries import require_permission

MAX_ENTRIES = 200  # of one list


class Move(StrEnum):
    """Where an entry goes in its list."""

    UP = "up"
    DOWN = "down"
    TOP = "top"


@transaction.atomic
def add_to_list(reading_list: ReadingList, resource: Resource, *, by: Viewer) -> ListEntry:
    """Add a resource at the end; idempotent. Raise NotFound unless the person may discover it, ListIsFull."""
    require_person(by)
    require_permission(by, Action.DISCOVER, resource)
    reading_list = lock(reading_list)
    entry = ListEntry.objects.filter(list=reading_list, resource=resource).first()
    if entry is not None and entry.removed_at is None:
        return entry
    if reading_list.entries.filter(removed_at=None).count() >= MAX_ENTRIES:
        raise ListIsFull(name=str(reading_list), number=MAX_ENTRIES)
    if entry is not None:
        entry.delete()
    _changed(reading_list, by)
    last = reading_list.entries.aggregate(last=Max("position"))["last"] or 0
    return ListEntry.objects.create(list=reading_list, resource=resource, position=last + 1, added_at=by.now)


@transaction.atomic
def remove_from_list(entry: ListEntry, *, by: Viewer) -> None:
    """Remove an entry; `restore_entry` undoes it."""
    reading_list = lock(entry.list)
    ListEntry.objects.filter(pk=entry.pk, removed_at=None).update(removed_at=by.now)
    _changed(reading_list, by)


@transaction.atomic
def restore_entry(entry: ListEntry, *, by: Viewer) -> None:
    """Undo a removal: the entry is back at its place, with its note."""
    reading_list = lock(entry.list)
    ListEntry.objects.filter(pk=entry.pk).update(removed_at=None)
    _changed(reading_list, by)


@transaction.atomic
def move_entry(entry: ListEntry, *, to: Move, by: Viewer) -> None:
    """Move an entry one place up or down, or to the top; a move beyond an end does nothing."""
    reading_list = lock(entry.list)
    order = list(reading_list.entries.filter(removed_at=None).values_list("pk", flat=True))
    here = order.index(entry.pk)
    place = {Move.UP: max(here - 1, 0), Move.DOWN: here + 1, Move.TOP: 0}[to]
    order.insert(place, order.pop(here))
    ListEntry.objects.bulk_update(
        [ListEntry(pk=key, position=position) for position, key in enumerate(order, 1)], ["position"]
    )
    _changed(reading_list, by)


def note_entry(entry: ListEntry, *, note: str, by: Viewer) -> None:
    """Write the note of an entry; empty removes it."""
    ListEntry.objects.filter(pk=entry.pk).update(note=clean_line(note))
    _changed(entry.list, by)


@transaction.atomic
def put_into_lists(resource: Resource, *, lists: Collection[ReadingList], by: Viewer) -> None:
    """Let exactly these of the person's own lists hold the resource; the favourites stay as they are."""
    wanted = {reading_list.pk for reading_list in lists}
    for reading_list in lists_of(by).filter(is_favourites=False):
        entry = reading_list.entries.filter(resource=resource, removed_at=None).first()
        if reading_list.pk in wanted and entry is None:
            add_to_list(reading_list, resource, by=by)
        elif reading_list.pk not in wanted and entry is not None:
            remove_from_list(entry, by=by)


def _changed(reading_list: ReadingList, by: Viewer) -> None:
    ReadingList.objects.filter(pk=reading_list.pk).update(changed_at=by.now)

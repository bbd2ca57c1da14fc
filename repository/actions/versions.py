"""Bring an earlier version of a record back, and take one change back without losing later edits."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.locks import lock
from repository.actions import history
from repository.actions.effects import EFFECTS, take_back
from repository.actions.record import change_record
from repository.actions.state import delete_draft, withdraw
from repository.description import Record
from repository.models import RecordChange, Resource
from repository.queries import require_permission


@dataclass(frozen=True)
class Undone:
    """What taking back a change did.

    `spared` names the fields that were edited since and keep their value; `stays` is true of a created record that
    stays because it was edited since.
    """

    changed: bool
    spared: tuple[str, ...] = ()
    stays: bool = False


def restore_version(resource: Resource, *, number: int, by: Viewer, why: str = "") -> Resource:
    """Make the version after this change the present one; the history keeps all others. Raise NotFound for none."""
    if not resource.changes.filter(number=number).exists():
        raise NotFound
    return change_record(resource, lambda _now: history.version(resource, number), by=by, why=why)


@transaction.atomic
def undo_change(change: RecordChange, *, by: Viewer, why: str = "", change_set: UUID | None = None) -> Undone:
    """Take one change back, field by field; a field that was edited since keeps its value.

    A record that the change created is deleted while it is a draft, and withdrawn once it was published, unless it was
    edited since. `change_set` is the act that takes back. Raise NotFound for those who may not edit.
    """
    resource = change.resource
    require_permission(by, Action.EDIT, resource)
    if change.created:
        return _undo_creation(change, by)
    spared: list[str] = []

    def taken_back(now: Record) -> Record:
        values, later = history.without(change, now.values())
        spared.extend(later)
        return Record.from_values(values)

    revision = resource.revision
    if not EFFECTS.issuperset(change.difference):
        change_record(resource, taken_back, by=by, why=why, change_set=change_set)
    for name in EFFECTS.intersection(change.difference):
        if not take_back(resource, name, *change.difference[name], by=by):
            spared.append(name)
    resource.refresh_from_db()
    return Undone(resource.revision != revision, tuple(spared))


def _undo_creation(change: RecordChange, by: Viewer) -> Undone:
    resource = lock(change.resource)
    later = resource.changes.exclude(pk=change.pk)
    if change.change_set is not None:  # the act itself may have changed what it created
        later = later.exclude(change_set=change.change_set)
    if later.exists():
        return Undone(changed=False, stays=True)
    if resource.state == Resource.State.WITHDRAWN:
        return Undone(changed=False)
    if resource.published_at is None:
        delete_draft(resource, by=by)
    else:
        withdraw(resource, by=by)
    return Undone(changed=True)

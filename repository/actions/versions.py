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
from repository.actions.state import delete_unused, withdraw
from repository.actions.uses import FILES, uses_of
from repository.description import Record
from repository.models import RecordChange, Resource
from repository.queries import require_permission


@dataclass(frozen=True)
class Undone:
    """What taking back a change did.

    `spared` names the fields that were edited since and keep their value. `stays` is true of a created record that
    stays as it is, because it was edited or used since; `withdrawn` of one that was only withdrawn. `uses` says why
    (codes of repository/actions/uses.py).
    """

    changed: bool
    spared: tuple[str, ...] = ()
    stays: bool = False
    withdrawn: bool = False
    uses: tuple[str, ...] = ()


def restore_version(resource: Resource, *, number: int, by: Viewer, why: str = "") -> Resource:
    """Make the version after this change the present one; the history keeps all others. Raise NotFound for none."""
    if not resource.changes.filter(number=number).exists():
        raise NotFound
    return change_record(resource, lambda _now: history.version(resource, number), by=by, why=why)


@transaction.atomic
def undo_change(change: RecordChange, *, by: Viewer, why: str = "", change_set: UUID | None = None) -> Undone:
    """Take one change back, field by field; a field that was edited since keeps its value.

    A record that the change created is deleted, also a published one, unless something has been made of it since: one
    that was edited or got files stays, any other use leaves it withdrawn. An edit that was itself taken back is none.
    `change_set` is the act that takes back. Raise NotFound for those who may not edit.
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
    resource = change.resource = lock(change.resource)
    edited, uses = tuple(history.edited_since(change)), uses_of(resource, change)
    if not edited and not uses:
        delete_unused(resource, by=by)
        return Undone(changed=True)
    if edited or FILES in uses or resource.state == Resource.State.DRAFT:
        return Undone(changed=False, spared=edited, stays=True, uses=uses)
    was_open = resource.state != Resource.State.WITHDRAWN
    if was_open:
        withdraw(resource, by=by)
    return Undone(changed=was_open, withdrawn=True, uses=uses)

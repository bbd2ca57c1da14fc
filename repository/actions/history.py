"""The history of a record: its changes are written here.

The actions that write the record call `record_creation` and `record_change` in their own transaction.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max

from access.viewer import Viewer
from repository.actions.effects import EDITION, EFFECTS
from repository.description import Record, difference
from repository.models import RecordChange, Resource

MAX_REASON = 300  # characters


def record_creation(resource: Resource, *, by: Viewer, why: str = "", change_set: UUID | None = None) -> None:
    """Write the first change of a record."""
    RecordChange.objects.create(**creation(resource, by=by, why=why, change_set=change_set))


def creation(
    resource: Resource,
    *,
    by: Viewer,
    why: str = "",
    change_set: UUID | None = None,
    effects: Mapping[str, list[Any]] | None = None,
) -> dict[str, Any]:
    """Return the columns of the first change, for acts that write many at once.

    `effects`: what the same act opened to whom and put where (repository/actions/effects.py).
    """
    difference = dict(effects or {})
    return {
        "resource_id": resource.pk,
        "number": 1,
        "created": True,
        "difference": difference,
        **_who(by, why, change_set),
    }


def record_change(
    resource: Resource, before: Record, after: Record, *, by: Viewer, why: str = "", change_set: UUID | None = None
) -> bool:
    """Write what changed; return whether anything did."""
    changed = difference(before.values(), after.values())
    if changed:
        _append(resource, changed, by, why, change_set)
    return bool(changed)


def record_effect(
    resource: Resource, name: str, effect: list[Any], *, by: Viewer, why: str = "", change_set: UUID | None = None
) -> None:
    """Write what an act did beside the description (repository/actions/effects.py)."""
    _append(resource, {name: effect}, by, why, change_set)


def version(resource: Resource, number: int) -> Record:
    """Return the record as it was after this change."""
    values = Record.of(resource).values()
    for change in resource.changes.filter(number__gt=number).order_by("-number"):
        values.update({name: before for name, (before, _after) in change.difference.items()})
    return Record.from_values(values)


def without(change: RecordChange, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the values without this change, and the names of the fields that were edited since and are spared."""
    back: dict[str, Any] = dict(values)
    spared = []
    for name, (before, after) in change.difference.items():
        if name in EFFECTS:
            continue
        if values.get(name) == after:
            back[name] = before
        elif values.get(name) != before:
            spared.append(name)
    return back, spared


def edited_since(creation: RecordChange) -> list[str]:
    """Return the names of the fields that differ from what the act that created the record wrote.

    The act may have changed the record again. What was edited and taken back later does not differ.
    """
    resource, act = creation.resource, creation.change_set
    later = list(resource.changes.filter(number__gt=creation.number).order_by("-number"))
    if not later:
        return []
    now = Record.of(resource).values()
    values, after_act = dict(now), None
    for change in later:
        if act is not None and change.change_set == act and after_act is None:
            after_act = dict(values)
        values.update({name: before for name, (before, _after) in change.difference.items() if name in now})
    moved = next((change.difference[EDITION][0] for change in reversed(later) if EDITION in change.difference), None)
    edition = [EDITION] if moved not in (None, str(resource.edition.uuid)) else []
    if now in (values, after_act):
        return edition
    return [name for name in now if now[name] != values[name]] + edition


def _append(resource: Resource, changed: dict[str, list[Any]], by: Viewer, why: str, change_set: UUID | None) -> None:
    last = RecordChange.objects.filter(resource=resource).aggregate(last=Max("number"))["last"] or 0
    RecordChange.objects.create(resource=resource, number=last + 1, difference=changed, **_who(by, why, change_set))


def _who(by: Viewer, why: str, change_set: UUID | None) -> dict[str, Any]:
    return {
        "at": by.now,
        "by_id": by.person,
        "school_id": by.school,
        "why": why[:MAX_REASON],
        "change_set": change_set,
    }

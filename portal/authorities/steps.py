"""The steps of acts on authorities: what a worker does with the next records, and how it takes an act back."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from access.viewer import Viewer
from changesets.errors import RightsEnded
from changesets.kinds import CHUNK
from changesets.models import ChangeSet
from repository.authorities import actions
from repository.authorities.form import Form
from repository.authorities.spreading import (
    AUTHORITY,
    Linked,
    Relink,
    resources_linked,
    resources_stale,
    resources_unlinked,
    spread,
)
from repository.models import Authority, HeadingProposal, RecordChange

KIND = "authority"
Cursor = Mapping[str, Any]
FIELD_OF_VALUE = {"creators": ("name", "name"), "headings": ("subject", "text")}  # of a difference: field, its text


class Act(StrEnum):
    """What was done with an authority."""

    FORM = "form"  # its form, for the node
    LOCAL = "local"  # a school uses its own form
    NODE = "node"  # a school uses the node's form again
    MERGE = "merge"
    SPLIT = "split"
    LINK = "link"  # forms of records became authorities


OF_NODE = frozenset({Act.FORM, Act.MERGE, Act.SPLIT})
SHOWN_ONLY = frozenset({Act.FORM, Act.LOCAL, Act.NODE})  # no record gets another authority


def step(change_set: ChangeSet, by: Viewer) -> bool:
    """Bring the next records up to date. Raise RightsEnded for an act of the node without a cataloguer."""
    cursor = change_set.cursor
    _require_rights(cursor, by)
    resources = _next(cursor)
    if not resources and not cursor.get("again"):  # once more, for edits that were saved meanwhile
        change_set.cursor = {**cursor, "again": True, "last": 0}
        return True
    changed = spread(resources, by=by, relink=_relink(cursor), why=cursor["why"], change_set=change_set.uuid)
    change_set.changed += changed
    change_set.done += changed if cursor.get("again") else len(resources)
    change_set.total = max(change_set.total, change_set.done)
    change_set.cursor = {**cursor, "last": resources[-1] if resources else cursor["last"]}
    return bool(resources)


def undo_step(change_set: ChangeSet, by: Viewer) -> bool:
    """Take the authority back at first, then the next records; an authority that was changed since is spared."""
    cursor = change_set.cursor
    _require_rights(cursor, by)
    if "undo_last" not in cursor:
        change_set.cursor = {**cursor, "undo_last": 0}
        if _undo_authority(cursor, by):
            return True
        change_set.spare("", change_set.title, [AUTHORITY])
        return False
    act = Act(cursor["act"])
    if act in SHOWN_ONLY or act is Act.SPLIT:
        key = cursor["target"] if act is Act.SPLIT else cursor["authority"]
        resources = resources_linked([key], after=cursor["undo_last"], limit=CHUNK, school=cursor.get("school"))
        relink = _other_way(cursor) if act is Act.SPLIT else None
        last = resources[-1] if resources else cursor["undo_last"]
    else:
        changes = list(_changes_before(change_set, cursor["undo_last"]))
        resources, relink = sorted({change.resource_id for change in changes}), _as_before(cursor, changes)
        last = changes[-1].pk if changes else cursor["undo_last"]
    change_set.undone += spread(resources, by=by, relink=relink, why=cursor["why"])
    change_set.cursor = {**cursor, "undo_last": last}
    if not resources and act is Act.LINK:
        actions.remove_unused(cursor["created"], by=by)
    return bool(resources)


def _require_rights(cursor: Cursor, by: Viewer) -> None:
    if cursor["act"] in OF_NODE and not by.is_cataloguer:
        raise RightsEnded


def _next(cursor: Cursor) -> list[int]:
    """Return the next records; in the second round, those that a concurrent edit left behind."""
    act, after, school = Act(cursor["act"]), cursor["last"], cursor.get("school")
    if act is Act.LINK:
        forms = {cursor["field"]: list(cursor["targets"])}
        return resources_unlinked(forms, after=after, limit=CHUNK, school=school)
    if act is Act.SPLIT and cursor.get("again"):
        return []
    key = cursor["authority"] if act in SHOWN_ONLY else cursor["source"]
    if act in SHOWN_ONLY and cursor.get("again"):
        return resources_stale(key, after=after, limit=CHUNK)
    return resources_linked([key], after=after, limit=CHUNK, school=school)


def _relink(cursor: Cursor) -> Relink | None:
    act = Act(cursor["act"])
    if act in SHOWN_ONLY:
        return None
    if act is Act.LINK:
        return lambda form: _linked(form, cursor)
    texts = frozenset(cursor["texts"]) if act is Act.SPLIT else None
    source, target = cursor["source"], cursor["target"]
    return lambda form: target if form.authority == source and (texts is None or form.text in texts) else form.authority


def _linked(form: Linked, cursor: Cursor) -> int | None:
    if form.authority is not None or form.field != cursor["field"]:
        return form.authority
    found: int | None = cursor["targets"].get(form.text)
    return found


def _other_way(cursor: Cursor) -> Relink:
    source, target = cursor["source"], cursor["target"]
    return lambda form: source if form.authority == target else form.authority


def _undo_authority(cursor: Cursor, by: Viewer) -> bool:
    """Take back what the act did with the authority itself; return False if it was changed since."""
    act = Act(cursor["act"])
    if act is Act.FORM:
        return _undo_form(cursor, by)
    if act is Act.LOCAL:
        actions.stop_using(HeadingProposal.objects.get(pk=cursor["proposal"]), by=by)
    elif act is Act.NODE:
        return actions.use_again(HeadingProposal.objects.get(pk=cursor["proposal"]), by=by)
    elif act is not Act.LINK:
        source, target = (Authority.objects.get(pk=cursor[name]) for name in ("source", "target"))
        if act is Act.SPLIT:
            actions.give_back(target, source, by=by)
        else:
            forms = {name: Form.from_values(cursor[name]) for name in ("before", "after")}
            return actions.unmerge(source, target, by=by, **forms)
    return True


def _undo_form(cursor: Cursor, by: Viewer) -> bool:
    authority = Authority.objects.get(pk=cursor["authority"])
    forms = {name: Form.from_values(cursor[name]) for name in ("before", "after")}
    restored = actions.restore_form(authority, by=by, **forms)
    if restored and cursor.get("proposal"):
        actions.reopen(HeadingProposal.objects.get(pk=cursor["proposal"]), by=by)
    return restored


def _changes_before(change_set: ChangeSet, before: int) -> Iterator[RecordChange]:
    changes = RecordChange.objects.filter(change_set=change_set.uuid).order_by("-pk")
    yield from (changes.filter(pk__lt=before) if before else changes)[:CHUNK]


def _as_before(cursor: Cursor, changes: list[RecordChange]) -> Relink:
    """Give forms the authority that they had before these changes, unless they have another one since."""
    back = {key: values for change in changes for key, values in _forms_before(change)}

    def relink(form: Linked) -> int | None:
        before, after = back.get((form.resource, form.field, form.text), (form.authority, form.authority))
        return before if form.authority == after else form.authority

    return relink


Key = tuple[int, str, str]


def _forms_before(change: RecordChange) -> Iterator[tuple[Key, tuple[int | None, int | None]]]:
    """Yield each form whose authority a change replaced, with the one before and after."""
    for name, (field, text) in FIELD_OF_VALUE.items():
        before, after = change.difference.get(name, ([], []))
        for old, new in zip(before, after, strict=True):
            if old.get("authority") != new.get("authority"):
                yield (change.resource_id, field, old[text]), (old.get("authority"), new.get("authority"))
    before, after = change.difference.get("series_authority", (None, None))
    if before != after:
        yield (change.resource_id, "series", change.resource.series), (before, after)

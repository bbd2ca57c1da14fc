"""Carry one edit out on many records: the act, its records, and what each chunk does."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound, UserFacingError
from accounts.models import School
from changesets import kinds
from changesets.actions import start
from changesets.edits.edit import Edit, Operation
from changesets.models import ChangeSet, ChangeSetRecord
from repository.actions import change_record, effects, history
from repository.description import Record
from repository.models import Collection, Resource

KIND = "edit"


@transaction.atomic
def start_edit(edit: Edit, resources: QuerySet[Resource], *, title: str, by: Viewer) -> ChangeSet:
    """Let a worker carry the edit out on these resources, as they are now; later ones are not changed.

    Raise NotFound unless `by` is a librarian of a school.
    """
    school = School.objects.filter(pk=by.school or 0).first()
    if school is None:
        raise NotFound
    keys = list(edit.candidates(resources, school.pk).order_by("pk").values_list("pk", flat=True).distinct())
    started = start(kind=KIND, school=school, title=title, total=len(keys), cursor={"edit": edit.as_json()}, by=by)
    ChangeSetRecord.objects.bulk_create(
        (ChangeSetRecord(change_set=started, resource_id=key) for key in keys), batch_size=2_000
    )
    return started


def step(change_set: ChangeSet, by: Viewer) -> bool:
    """Edit the next records; a record that is refused keeps its values, and is counted with the reason."""
    edit = Edit(**change_set.cursor["edit"])
    waiting = change_set.records.filter(pk__gt=change_set.cursor.get("last", 0)).order_by("pk")
    chunk = list(waiting.select_related("resource__owner")[: kinds.CHUNK])
    for row in chunk:
        try:
            with transaction.atomic():
                change_set.changed += _carry_out(edit, row.resource, change_set, by)
        except UserFacingError as refusal:
            change_set.refuse(str(row.resource.uuid), row.resource.title, refusal)
    change_set.done += len(chunk)
    if chunk:
        change_set.cursor = {**change_set.cursor, "last": chunk[-1].pk}
    return len(chunk) == kinds.CHUNK


def _carry_out(edit: Edit, resource: Resource, change_set: ChangeSet, by: Viewer) -> bool:
    """Edit one record; return whether it changed."""
    if edit.is_of_record:
        revision = resource.revision

        def edited(now: Record) -> Record:
            return Record(edit.changed(now.description), now.marc)

        change_record(resource, edited, by=by, why=change_set.title, change_set=change_set.uuid)
        return resource.revision != revision
    name, effect = _effect(edit, resource, by)
    if effect is not None:
        history.record_effect(resource, name, effect, by=by, why=change_set.title, change_set=change_set.uuid)
    return effect is not None


def _effect(edit: Edit, resource: Resource, by: Viewer) -> tuple[str, list[Any] | None]:
    operation = Operation(edit.operation)
    if operation in (Operation.COLLECT, Operation.UNCOLLECT):
        collection = Collection.objects.filter(uuid=edit.value, school=resource.owner).first()
        if collection is None:
            raise NotFound
        inside = operation == Operation.COLLECT
        return effects.COLLECTION, effects.set_collection(resource, collection, inside=inside, by=by)
    if operation in (Operation.GRANT, Operation.REVOKE):
        granted = operation == Operation.GRANT
        return effects.GRANT, effects.set_grant(resource, Action(edit.field), edit.value, granted=granted, by=by)
    wanted = Resource.State.PUBLISHED if operation == Operation.PUBLISH else Resource.State.WITHDRAWN
    return effects.STATE, effects.set_state(resource, wanted, by=by)

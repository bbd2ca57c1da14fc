"""Writes of collections: a resource takes on the grants of each collection that holds it."""

from django.db import IntegrityError, transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from accounts.locks import lock
from accounts.models import School
from repository.actions.grants import rebuild_labels
from repository.errors import CollectionExists
from repository.index_changes import Part, mark_changed
from repository.models import Collection, CollectionEntry, Resource
from repository.queries import require_permission, require_staff


@transaction.atomic
def make_collection(
    *, school: School, name: str, by: Viewer, description: str = "", is_shown: bool = False
) -> Collection:
    """Create an empty collection of a school; idempotent.

    Raise NotFound unless `by` is a librarian there, CollectionExists for the name of another one.
    """
    require_staff(by, school.pk)
    terms = {"description": description, "is_shown": is_shown}
    made, is_new = Collection.objects.get_or_create(school=school, name=name, defaults=terms)
    if not is_new and (made.description, made.is_shown) != (description, is_shown):
        raise CollectionExists(name=name)
    if not is_new:
        return made
    record("collection.make", by=by, target=made.uuid)
    return made


@transaction.atomic
def rename_collection(
    collection: Collection, *, name: str, description: str, by: Viewer, is_shown: bool = False
) -> Collection:
    """Change the name, the description and whether readers see its page; grants stay as they are.

    Raise CollectionExists for the name of another one.
    """
    require_staff(by, collection.school_id)
    collection.name, collection.description, collection.is_shown = name, description, is_shown
    try:
        with transaction.atomic():
            collection.save(update_fields=["name", "description", "is_shown"])
    except IntegrityError as error:
        raise CollectionExists(name=name) from error
    record("collection.rename", by=by, target=collection.uuid)
    return collection


@transaction.atomic
def add_to_collection(collection: Collection, *, resource: Resource, by: Viewer) -> None:
    """Add one of the school's own resources. Idempotent."""
    require_staff(by, collection.school_id)
    require_permission(by, Action.EDIT, resource)
    lock(collection)  # so that grants do not change while a resource is added or removed
    CollectionEntry.objects.get_or_create(
        collection=collection,
        resource=resource,
        defaults={"position": last_position(collection) + 1},
    )
    _announce(collection, resource, "collection.add", by)


@transaction.atomic
def remove_from_collection(collection: Collection, *, resource: Resource, by: Viewer) -> None:
    """Remove a resource; what the collection's grants allowed ends at the next request."""
    require_staff(by, collection.school_id)
    lock(collection)  # so that grants do not change while a resource is added or removed
    CollectionEntry.objects.filter(collection=collection, resource=resource).delete()
    _announce(collection, resource, "collection.remove", by)


@transaction.atomic
def move_in_collection(collection: Collection, *, resource: Resource, position: int, by: Viewer) -> int:
    """Move a resource to a place of the collection, counted from 1; beyond the end, to the last one. Return the place.

    Raise NotFound unless `by` is a librarian of the school and the collection holds the resource.
    """
    require_staff(by, collection.school_id)
    lock(collection)  # so that two moves at once do not give one place to two resources
    entries = list(collection.entries.order_by("position", "pk"))
    moved = next((entry for entry in entries if entry.resource_id == resource.pk), None)
    if moved is None:
        raise NotFound
    entries.remove(moved)
    entries.insert(max(position, 1) - 1, moved)
    changed = [entry for place, entry in enumerate(entries) if entry.position != place]
    for place, entry in enumerate(entries):
        entry.position = place
    CollectionEntry.objects.bulk_update(changed, ["position"], batch_size=500)
    record("collection.move", by=by, target=collection.uuid, resource=str(resource.uuid), position=moved.position + 1)
    return moved.position + 1


def last_position(collection: Collection) -> int:
    """Return the position of the last entry; -1 in an empty collection."""
    last = collection.entries.order_by("-position").values_list("position", flat=True).first()
    return -1 if last is None else last


def _announce(collection: Collection, resource: Resource, verb: str, by: Viewer) -> None:
    record(verb, by=by, target=collection.uuid, resource=str(resource.uuid))
    if rebuild_labels(resource):
        mark_changed(resource, Part.LABELS, now=by.now)

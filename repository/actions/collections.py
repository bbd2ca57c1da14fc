"""Writes of collections: a resource takes on the grants of each collection that holds it."""

from django.db import IntegrityError, transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import School
from repository.actions.grants import rebuild_labels
from repository.errors import CollectionExists
from repository.index_changes import Part, mark_changed
from repository.models import Collection, CollectionEntry, Resource
from repository.queries import require_permission, require_staff


@transaction.atomic
def make_collection(*, school: School, name: str, by: Viewer, description: str = "") -> Collection:
    """Create an empty collection of a school; idempotent.

    Raise NotFound unless `by` is a librarian there, CollectionExists for the name of another one.
    """
    require_staff(by, school.pk)
    made, is_new = Collection.objects.get_or_create(school=school, name=name, defaults={"description": description})
    if not is_new and made.description != description:
        raise CollectionExists(name=name)
    if not is_new:
        return made
    record("collection.make", by=by, target=made.uuid)
    return made


@transaction.atomic
def rename_collection(collection: Collection, *, name: str, description: str, by: Viewer) -> Collection:
    """Change the name and description; grants stay as they are. Raise CollectionExists for the name of another one."""
    require_staff(by, collection.school_id)
    collection.name, collection.description = name, description
    try:
        with transaction.atomic():
            collection.save(update_fields=["name", "description"])
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
        defaults={"position": collection.entries.count()},
    )
    _announce(collection, resource, "collection.add", by)


@transaction.atomic
def remove_from_collection(collection: Collection, *, resource: Resource, by: Viewer) -> None:
    """Remove a resource; what the collection's grants allowed ends at the next request."""
    require_staff(by, collection.school_id)
    lock(collection)  # so that grants do not change while a resource is added or removed
    CollectionEntry.objects.filter(collection=collection, resource=resource).delete()
    _announce(collection, resource, "collection.remove", by)


def _announce(collection: Collection, resource: Resource, verb: str, by: Viewer) -> None:
    record(verb, by=by, target=collection.uuid, resource=str(resource.uuid))
    if rebuild_labels(resource):
        mark_changed(resource, Part.LABELS, now=by.now)

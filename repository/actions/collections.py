"""Writes of collections: what is put in takes on what is opened with them."""

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.models import School
from repository.actions.grants import rebuild_labels
from repository.index_changes import Part, mark_changed
from repository.models import Collection, CollectionEntry, Resource
from repository.queries import require_permission, require_staff


@transaction.atomic
def make_collection(*, school: School, name: str, by: Viewer, description: str = "") -> Collection:
    """A new, empty collection of a school."""
    require_staff(by, school.pk)
    made = Collection.objects.create(school=school, name=name, description=description)
    record("collection.make", by=by, target=made.uuid)
    return made


@transaction.atomic
def rename_collection(collection: Collection, *, name: str, description: str, by: Viewer) -> Collection:
    """Another name or description; what is opened with it stays as it is."""
    require_staff(by, collection.school_id)
    collection.name, collection.description = name, description
    collection.save(update_fields=["name", "description"])
    record("collection.rename", by=by, target=collection.uuid)
    return collection


@transaction.atomic
def add_to_collection(collection: Collection, *, resource: Resource, by: Viewer) -> None:
    """Put one of the school's own resources in; once is enough."""
    require_staff(by, collection.school_id)
    require_permission(by, Action.EDIT, resource)
    _lock(collection)
    CollectionEntry.objects.get_or_create(
        collection=collection,
        resource=resource,
        defaults={"position": collection.entries.count()},
    )
    _announce(collection, resource, "collection.add", by)


@transaction.atomic
def remove_from_collection(collection: Collection, *, resource: Resource, by: Viewer) -> None:
    """Take a resource out; what was opened with the collection closes for it at the next request."""
    require_staff(by, collection.school_id)
    _lock(collection)
    CollectionEntry.objects.filter(collection=collection, resource=resource).delete()
    _announce(collection, resource, "collection.remove", by)


def _lock(collection: Collection) -> None:
    """What is opened with it must stand still while something is put in or taken out."""
    Collection.objects.select_for_update().get(pk=collection.pk)


def _announce(collection: Collection, resource: Resource, verb: str, by: Viewer) -> None:
    record(verb, by=by, target=collection.uuid, resource=str(resource.uuid))
    if rebuild_labels(resource):
        mark_changed(resource, Part.LABELS, now=by.now)

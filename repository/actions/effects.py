"""What an act over many records does beside their descriptions: state, collections, grants; with the way back.

An effect is one more entry of a change's difference: {"state": [before, after]}, {"collection": [before, after]} with
the UUID of a collection or None, {"grant": [before, after]} with a label of access/labels.py or None, and
{"edition": [before, after]} with UUIDs.
"""

from typing import Any

from access.actions import Action
from access.labels import opened
from access.viewer import Viewer
from repository.actions import state
from repository.actions.collections import add_to_collection, remove_from_collection
from repository.actions.grants import grant, revoke
from repository.index_changes import Part, mark_changed
from repository.models import Collection, Edition, Resource

STATE, COLLECTION, GRANT, EDITION = "state", "collection", "grant", "edition"
EFFECTS = frozenset({STATE, COLLECTION, GRANT, EDITION})


def set_state(resource: Resource, wanted: str, *, by: Viewer) -> list[Any] | None:
    """Publish or withdraw; return the state before and after, None where it was that before."""
    before = resource.state
    if before == wanted:
        return None
    {Resource.State.PUBLISHED: state.publish, Resource.State.WITHDRAWN: state.withdraw}[Resource.State(wanted)](
        resource, by=by
    )
    return [before, wanted]


def set_collection(resource: Resource, collection: Collection, *, inside: bool, by: Viewer) -> list[Any] | None:
    """Add to a collection or remove from it; return the collection before and after, None where nothing changed."""
    if collection.entries.filter(resource=resource).exists() == inside:
        return None
    (add_to_collection if inside else remove_from_collection)(collection, resource=resource, by=by)
    uuid = str(collection.uuid)
    return [None, uuid] if inside else [uuid, None]


def set_grant(resource: Resource, action: Action, audience: str, *, granted: bool, by: Viewer) -> list[Any] | None:
    """Grant or revoke; return the grant before and after, None where nothing changed."""
    if resource.grants.filter(action=action, audience=audience).exists() == granted:
        return None
    (grant if granted else revoke)(resource, action=action, audience=audience, by=by)
    label = opened(action, audience)
    return [None, label] if granted else [label, None]


def take_back(resource: Resource, name: str, before: Any, after: Any, *, by: Viewer) -> bool:
    """Take an effect back; return False where it was changed since, which is spared.

    What was a draft before it was published is withdrawn: somebody may have read it.
    """
    if name == STATE:
        if resource.state != after:
            return False
        wanted = Resource.State.WITHDRAWN if before == Resource.State.DRAFT else before
        return set_state(resource, wanted, by=by) is not None
    if name == EDITION:
        moved = Resource.objects.filter(pk=resource.pk, edition__uuid=after)
        if not moved.update(edition=Edition.objects.get_or_create(uuid=before)[0]):
            return False
        mark_changed(resource, Part.RECORD, now=by.now)
        return True
    if name == COLLECTION:
        collection = Collection.objects.filter(uuid=after or before, school=resource.owner).first()
        return collection is not None and set_collection(resource, collection, inside=after is None, by=by) is not None
    action, _at, audience = (after or before).partition("@")
    return set_grant(resource, Action(action), audience, granted=after is None, by=by) is not None

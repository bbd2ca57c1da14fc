"""Writes of a resource's state: published, withdrawn."""

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import note
from repository.models import Resource
from repository.queries import require
from repository.upkeep import Part, touch


@transaction.atomic
def publish(resource: Resource, *, by: Viewer) -> Resource:
    """Let those to whom it is opened see it; again after a withdrawal, too."""
    require(by, Action.SHARE, resource)
    resource.state = Resource.State.PUBLISHED
    resource.published_at = resource.published_at or by.now
    return _save(resource, "resource.publish", by)


@transaction.atomic
def withdraw(resource: Resource, *, by: Viewer) -> Resource:
    """Close it to all but its librarians, at the next request; copies that others took are theirs and stay."""
    require(by, Action.SHARE, resource)
    resource.state = Resource.State.WITHDRAWN
    return _save(resource, "resource.withdraw", by)


def _save(resource: Resource, verb: str, by: Viewer) -> Resource:
    resource.save(update_fields=["state", "published_at"])
    note(verb, by=by, thing=resource.uuid)
    touch(resource, Part.RECORD, Part.LABELS, now=by.now)
    return resource

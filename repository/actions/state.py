"""Writes of a resource's state: publish, withdraw, delete a draft."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import UserFacingError
from repository.index_changes import Part, mark_changed
from repository.models import Resource
from repository.queries import require_permission


class NotADraft(UserFacingError):
    """The resource was published once: it can be withdrawn, never deleted."""

    sentence = _("This was published. It can be withdrawn, but not deleted.")
    code = "not_a_draft"
    status = 409


@transaction.atomic
def publish(resource: Resource, *, by: Viewer) -> Resource:
    """Publish the resource to those whom its grants name; also again after a withdrawal."""
    require_permission(by, Action.SHARE, resource)
    resource.state = Resource.State.PUBLISHED
    resource.published_at = resource.published_at or by.now
    return _save(resource, "resource.publish", by)


@transaction.atomic
def withdraw(resource: Resource, *, by: Viewer) -> Resource:
    """Close the resource to all but its librarians at the next request; other schools keep the copies they made."""
    require_permission(by, Action.SHARE, resource)
    resource.state = Resource.State.WITHDRAWN
    return _save(resource, "resource.withdraw", by)


@transaction.atomic
def delete_draft(resource: Resource, *, by: Viewer) -> None:
    """Delete a draft that was never published; its blobs go after their grace time."""
    require_permission(by, Action.EDIT, resource)
    if resource.state != Resource.State.DRAFT or resource.published_at is not None:
        raise NotADraft
    _delete(resource, by)


@transaction.atomic
def delete_unused(resource: Resource, *, by: Viewer) -> None:
    """Delete a resource that an act created and that nothing depends on (`uses_of`), also a published one."""
    require_permission(by, Action.EDIT, resource)
    if resource.published_at is not None:
        require_permission(by, Action.SHARE, resource)
    _delete(resource, by)


def _delete(resource: Resource, by: Viewer) -> None:
    mark_changed(resource, Part.DELETED, now=by.now)
    record("resource.discard", by=by, target=resource.uuid)
    edition = resource.edition
    resource.delete()
    if not edition.resources.exists():
        edition.delete()


def _save(resource: Resource, verb: str, by: Viewer) -> Resource:
    resource.save(update_fields=["state", "published_at"])
    record(verb, by=by, target=resource.uuid)
    mark_changed(resource, Part.RECORD, Part.LABELS, now=by.now)
    return resource

"""Writes of a resource's state: published, withdrawn; a draft thrown away."""

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
    """What was published once is withdrawn, never removed."""

    sentence = _("This was published. It can be withdrawn, but not deleted.")
    code = "not_a_draft"
    status = 409


@transaction.atomic
def publish(resource: Resource, *, by: Viewer) -> Resource:
    """Let those to whom it is opened see it; again after a withdrawal, too."""
    require_permission(by, Action.SHARE, resource)
    resource.state = Resource.State.PUBLISHED
    resource.published_at = resource.published_at or by.now
    return _save(resource, "resource.publish", by)


@transaction.atomic
def withdraw(resource: Resource, *, by: Viewer) -> Resource:
    """Close it to all but its librarians, at the next request; copies that others took are theirs and stay."""
    require_permission(by, Action.SHARE, resource)
    resource.state = Resource.State.WITHDRAWN
    return _save(resource, "resource.withdraw", by)


@transaction.atomic
def delete_draft(resource: Resource, *, by: Viewer) -> None:
    """Remove a draft that was never published, as if it had not been; its blobs go after their grace time."""
    require_permission(by, Action.EDIT, resource)
    if resource.state != Resource.State.DRAFT or resource.published_at is not None:
        raise NotADraft
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

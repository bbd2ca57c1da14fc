"""The write that clears the rights of a resource: who decided, when, why, and what others may take away since."""

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from repository import record_bounds as bounds
from repository.errors import InvalidRecord
from repository.index_changes import Part, mark_changed
from repository.models import Resource
from repository.queries import require_permission


@transaction.atomic
def clear_rights(resource: Resource, *, rights: str, reason: str, by: Viewer) -> Resource:
    """Decide the rights; the reason becomes the note on rights and stands in the history.

    It applies at the next request. Raise NotFound for those who may not edit, InvalidRecord without a reason or for
    rights that leave the question open.
    """
    require_permission(by, Action.EDIT, resource)
    bounds.chosen("rights", [rights])
    reason = bounds.bounded_line("rights_note", reason)
    if not reason:
        raise InvalidRecord(field=bounds.NAMES["rights_note"])
    if rights == Resource.Rights.UNKNOWN:
        raise InvalidRecord(field=bounds.NAMES["rights"])
    before = resource.rights
    resource.rights, resource.rights_note = rights, reason
    resource.save(update_fields=["rights", "rights_note"])
    record_rights(resource, before=before, by=by)
    mark_changed(resource, Part.RECORD, now=by.now)
    return resource


def record_rights(resource: Resource, *, before: str, by: Viewer) -> None:
    """Write into the history which rights were decided and why."""
    details = {"before": before, "rights": resource.rights, "reason": resource.rights_note}
    record("resource.rights", by=by, target=resource.uuid, **details)

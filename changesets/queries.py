"""All reads of acts over many records; the viewer is the first argument."""

from uuid import UUID

from django.db.models import QuerySet

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from changesets.models import ChangeSet
from repository.models import RecordChange
from repository.queries import resources_allowed


def change_sets_of(viewer: Viewer) -> QuerySet[ChangeSet]:
    """Return the acts of the school, or unit, whose librarian or cataloguer the viewer is, the latest first."""
    schools = [viewer.school] if viewer.is_staff or viewer.is_cataloguer else []
    return ChangeSet.objects.filter(school__in=schools).select_related("acting__person")


def change_set_for(viewer: Viewer, uuid: UUID) -> ChangeSet:
    """Return one of them. Raise NotFound for others."""
    found = change_sets_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def changes_of(viewer: Viewer, change_set: ChangeSet) -> QuerySet[RecordChange]:
    """Return the changes of an act, of records that the viewer may find; an act of the node reaches others' drafts."""
    rows = RecordChange.objects.filter(change_set=change_set.uuid).select_related("resource").order_by("pk")
    return rows.filter(resource__in=resources_allowed(viewer, Action.DISCOVER).values("pk"))

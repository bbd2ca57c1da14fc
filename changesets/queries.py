"""All reads of acts over many records; the viewer is the first argument."""

from uuid import UUID

from django.db.models import QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from changesets.models import ChangeSet


def change_sets_of(viewer: Viewer) -> QuerySet[ChangeSet]:
    """Return the acts of the school whose librarian the viewer is, the latest first."""
    schools = [viewer.school] if viewer.is_staff else []
    return ChangeSet.objects.filter(school__in=schools).select_related("acting__person")


def change_set_for(viewer: Viewer, uuid: UUID) -> ChangeSet:
    """Return one of them. Raise NotFound for others."""
    found = change_sets_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found

"""All reads of schools, people and memberships; the viewer is the first argument."""

from datetime import datetime

from django.db.models import QuerySet

from access.labels import staff
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, Person, Role, School

# Which roles a librarian may assign in the own school; a node administrator may assign all.
ASSIGNABLE_BY_LIBRARIANS: tuple[Role, ...] = (Role.PUPIL, Role.TEACHER, Role.LIBRARIAN, Role.HEAD)


def manages(viewer: Viewer, school: int) -> bool:
    """Return whether the viewer manages the members of this school."""
    return viewer.is_node_admin or staff(school) in viewer.staff_keys


def require_manager(viewer: Viewer, school: int) -> None:
    """Raise NotFound unless the viewer manages the members of this school."""
    if not manages(viewer, school):
        raise NotFound


def managed_schools(viewer: Viewer) -> QuerySet[School]:
    """Return the schools whose members the viewer manages: a librarian's own, or all."""
    if viewer.is_node_admin:
        return School.objects.all()
    return School.objects.filter(pk__in=[viewer.school] if viewer.is_staff else [])


def managed_memberships(viewer: Viewer) -> QuerySet[Membership]:
    """Return the memberships that the viewer manages, ended ones included."""
    return Membership.objects.filter(school__in=managed_schools(viewer)).select_related("person", "school")


def current_memberships(person: Person, *, now: datetime) -> QuerySet[Membership]:
    """Return the memberships of a person that have not ended, future ones included.

    It has no viewer: an action needs all of them to decide what the viewer may do.
    """
    return person.memberships.exclude(until__lte=now)


def assignable_roles(viewer: Viewer) -> tuple[Role, ...]:
    """Return the roles that the viewer may assign."""
    if viewer.is_node_admin:
        return tuple(Role)
    return ASSIGNABLE_BY_LIBRARIANS if viewer.is_staff else ()

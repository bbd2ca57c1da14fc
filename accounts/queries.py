"""All reads of schools and people that a screen lists; each begins with who is asking."""

from datetime import datetime

from django.db.models import QuerySet

from access.labels import staff
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, Person, Role, School

# What a librarian may give to people of her own school; above these stands the node administrator.
GIVEN_BY_LIBRARIANS: tuple[Role, ...] = (Role.PUPIL, Role.TEACHER, Role.LIBRARIAN, Role.HEAD)


def manages(viewer: Viewer, school: int) -> bool:
    """Whether she looks after the people of this school."""
    return viewer.is_node_admin or staff(school) in viewer.staff_keys


def require_manager(viewer: Viewer, school: int) -> None:
    """Raise NotFound unless she looks after the people of this school."""
    if not manages(viewer, school):
        raise NotFound


def managed_schools(viewer: Viewer) -> QuerySet[School]:
    """Her own school; for the node administrator, all of them."""
    if viewer.is_node_admin:
        return School.objects.all()
    return School.objects.filter(pk__in=[viewer.school] if viewer.is_staff else [])


def managed_memberships(viewer: Viewer) -> QuerySet[Membership]:
    """The people of the schools that she looks after, ended memberships included."""
    return Membership.objects.filter(school__in=managed_schools(viewer)).select_related("person", "school")


def current_memberships(person: Person, *, now: datetime) -> QuerySet[Membership]:
    """Her memberships that have not ended, those that begin later included."""
    return person.memberships.exclude(until__lte=now)


def assignable_roles(viewer: Viewer) -> tuple[Role, ...]:
    """The roles that she may give."""
    if viewer.is_node_admin:
        return tuple(Role)
    return GIVEN_BY_LIBRARIANS if viewer.is_staff else ()

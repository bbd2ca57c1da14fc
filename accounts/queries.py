"""All reads of schools and people that a screen lists; each begins with who is asking."""

from datetime import datetime

from django.db.models import QuerySet

from access.labels import staff
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, Person, Role, School

# What a librarian may give to people of her own school; above these stands the node administrator.
GIVEN_BY_LIBRARIANS: tuple[Role, ...] = (Role.PUPIL, Role.TEACHER, Role.LIBRARIAN, Role.HEAD)


def keeps(viewer: Viewer, school: int) -> bool:
    """Whether she looks after the people of this school."""
    return viewer.is_node_admin or staff(school) in viewer.staff_keys


def require_keeper(viewer: Viewer, school: int) -> None:
    """Raise NotFound unless she looks after the people of this school."""
    if not keeps(viewer, school):
        raise NotFound


def schools_kept(viewer: Viewer) -> QuerySet[School]:
    """Her own school; for the node administrator, all of them."""
    if viewer.is_node_admin:
        return School.objects.all()
    return School.objects.filter(pk__in=[viewer.school] if viewer.is_staff else [])


def memberships_kept(viewer: Viewer) -> QuerySet[Membership]:
    """The people of the schools that she looks after, ended memberships included."""
    return Membership.objects.filter(school__in=schools_kept(viewer)).select_related("person", "school")


def standing_of(person: Person, *, now: datetime) -> QuerySet[Membership]:
    """Her memberships that have not ended, those that begin later included."""
    return person.memberships.exclude(until__lte=now)


def roles_given_by(viewer: Viewer) -> tuple[Role, ...]:
    """The roles that she may give."""
    if viewer.is_node_admin:
        return tuple(Role)
    return GIVEN_BY_LIBRARIANS if viewer.is_staff else ()

"""All reads of schools, people and memberships; the viewer is the first argument."""

from datetime import datetime

from allauth.account.internal.userkit import get_user_by_username
from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from access.labels import staff
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, Person, Role, School
from accounts.text import nfc

MAX_NAME_LENGTH = 254  # characters of a user name or an e-mail address that are looked at
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


def person_by_login_name(name: str) -> Person | None:
    """Return the one account that a name at the sign-in means: by user name, else by a confirmed e-mail address.

    An address that is not confirmed means nobody, since several accounts can claim it. It has no viewer: nobody has
    signed in yet. The throttle and the check of the password both ask here.
    """
    normalized = nfc(name[:MAX_NAME_LENGTH].strip())
    person: Person | None = get_user_by_username(normalized) if normalized else None
    if person is not None:
        return person
    confirmed = EmailAddress.objects.filter(email=normalized.lower(), verified=True).select_related("user").first()
    return confirmed.user if confirmed else None


def administrators(*, now: datetime) -> QuerySet[Membership]:
    """Return the current memberships of node administrators; it has no viewer, since the first one has none."""
    current = Q(until=None) | Q(until__gt=now)
    rows = Membership.objects.filter(current, role=Role.NODE_ADMIN, person__is_active=True)
    return rows.select_related("person")


def may_issue_password(viewer: Viewer, membership: Membership) -> bool:
    """Return whether the viewer may issue a temporary password for the account of this membership.

    A librarian may if their school created the account, the account has never belonged to another school, the
    membership is current, and all its roles are roles that the viewer may assign. The node administrator may for every
    account but a superuser's.
    """
    person = membership.person
    if not manages(viewer, membership.school_id) or person.is_superuser:
        return False
    if viewer.is_node_admin:
        return True
    elsewhere = person.memberships.exclude(school=membership.school_id)
    roles = [Role(own.role) for own in current_memberships(person, now=viewer.now)]
    return (
        person.made_by_id == membership.school_id
        and not elsewhere.exists()
        and (membership.until is None or membership.until > viewer.now)
        and set(roles) <= set(assignable_roles(viewer))
    )


def assignable_roles(viewer: Viewer) -> tuple[Role, ...]:
    """Return the roles that the viewer may assign."""
    if viewer.is_node_admin:
        return tuple(Role)
    return ASSIGNABLE_BY_LIBRARIANS if viewer.is_staff else ()

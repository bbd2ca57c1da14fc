"""The only place that builds a viewer: from the person of a request, or for tasks, commands and visitors."""

from collections.abc import Sequence
from datetime import datetime

from access.labels import staff
from access.viewer import Viewer
from accounts.models import Membership, Person, Role
from sharing.key_cache import keys_for
from sharing.keys import active_at, keys_of, staff_keys_of
from sharing.models import Clause

# The roles that propose, sign and end agreements for a school: the head, and the librarian on the head's behalf.
SIGNING_ROLES = frozenset({Role.HEAD, Role.LIBRARIAN})

# The roles that see the schools under their unit in numbers (portal/overview/).
OVERSEEING_ROLES = frozenset({Role.HEAD, Role.OFFICER, Role.NODE_ADMIN})

# The roles that change authorities for all schools of the node (repository/authorities/).
CATALOGUING_ROLES = frozenset({Role.CATALOGUER, Role.NODE_ADMIN})


def visitor(*, now: datetime) -> Viewer:
    """Return the viewer of somebody who has not signed in."""
    return Viewer(now=now, keys=keys_of(None, now))


def viewer_of_membership(membership: Membership, *, now: datetime) -> Viewer:
    """Return the viewer of a membership; of one that is not active, a visitor."""
    if not is_active(membership, now):
        return visitor(now=now)
    return Viewer(
        now=now,
        person=membership.person_id,
        membership=membership.pk,
        school=membership.school_id,
        role=membership.role,
        keys=keys_for(membership, now),
        staff_keys=staff_keys_of(membership),
        signs_for=membership.school_id if membership.role in SIGNING_ROLES else None,
        oversees=membership.school_id if membership.role in OVERSEEING_ROLES else None,
        is_node_admin=membership.role == Role.NODE_ADMIN,
        is_cataloguer=membership.role in CATALOGUING_ROLES,
    )


def hypothetical_viewer(school: int, *, role: str, exclude: Clause, now: datetime) -> Viewer:
    """Return a viewer with what all people of a school in a role (empty: all roles) may do without one clause."""
    membership = Membership(school_id=school, role=role)
    return Viewer(now=now, school=school, role=role, keys=keys_of(membership, now, exclude=exclude))


def viewer_for(person: Person | None, *, now: datetime) -> Viewer:
    """Return the viewer of a person's active membership; of None, a visitor."""
    return viewer_from(person, memberships_of(person, now=now) if person else [], now=now)


def viewer_from(person: Person | None, memberships: Sequence[Membership], *, now: datetime) -> Viewer:
    """Return the same as `viewer_for`, of memberships that were read from the database before."""
    if person is None:
        return visitor(now=now)
    membership = _chosen(person, memberships)
    if membership is None:
        return Viewer(now=now, person=person.pk, keys=keys_of(None, now))
    return viewer_of_membership(membership, now=now)


def active_membership(person: Person, *, now: datetime) -> Membership | None:
    """Return the membership that the person chose while it lasts, else the oldest one."""
    return _chosen(person, memberships_of(person, now=now))


def _chosen(person: Person, memberships: Sequence[Membership]) -> Membership | None:
    chosen = (membership for membership in memberships if membership.pk == person.active_membership_id)
    return next(chosen, memberships[0] if memberships else None)


def memberships_of(person: Person, *, now: datetime) -> list[Membership]:
    """Return the person's memberships at this moment, oldest first."""
    return list(person.memberships.filter(active_at(now)).select_related("school").order_by("since", "pk"))


def system_viewer(school: int, *, now: datetime) -> Viewer:
    """Return the viewer of tasks and commands at work for one school: a librarian's rights, and no person."""
    return Viewer(
        now=now,
        school=school,
        role=Role.LIBRARIAN,
        keys=keys_of(None, now),
        staff_keys=frozenset({staff(school)}),
        signs_for=school,
    )


def is_active(membership: Membership, now: datetime) -> bool:
    """Return whether the membership includes this moment."""
    return membership.since <= now and (membership.until is None or membership.until > now)

"""The only place where a viewer is made: from a request's person, or for tasks, commands and visitors."""

from collections.abc import Sequence
from datetime import datetime

from access.labels import staff
from access.viewer import Viewer
from accounts.models import Membership, Person, Role
from sharing.key_cache import keys_for
from sharing.keys import active_at, keys_of, staff_keys_of
from sharing.models import Clause

# Who may make, sign and end agreements in the name of a school: its head, and the librarian who does it for her.
SIGNING_ROLES = frozenset({Role.HEAD, Role.LIBRARIAN})


def visitor(*, now: datetime) -> Viewer:
    """Somebody who has not signed in."""
    return Viewer(now=now, keys=keys_of(None, now))


def viewer_of_membership(membership: Membership, *, now: datetime) -> Viewer:
    """One membership at one moment; one that is not alive opens no more than a visitor's."""
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
        is_node_admin=membership.role == Role.NODE_ADMIN,
    )


def hypothetical_viewer(school: int, *, role: str, but: Clause, now: datetime) -> Viewer:
    """What all people of a school in this role (empty: in any) hold by other grants than this clause."""
    hypothetical = Membership(school_id=school, role=role)
    return Viewer(now=now, school=school, role=role, keys=keys_of(hypothetical, now, but=but))


def viewer_for(person: Person | None, *, now: datetime) -> Viewer:
    """The viewer of the membership that she chose, or else of her first one that stands."""
    return viewer_from(person, memberships_of(person, now=now) if person else [], now=now)


def viewer_from(person: Person | None, standing: Sequence[Membership], *, now: datetime) -> Viewer:
    """The same of memberships that were read already."""
    if person is None:
        return visitor(now=now)
    membership = _chosen(person, standing)
    if membership is None:
        return Viewer(now=now, person=person.pk, keys=keys_of(None, now))
    return viewer_of_membership(membership, now=now)


def active_membership(person: Person, *, now: datetime) -> Membership | None:
    """Her chosen membership while it stands, else the first that does."""
    return _chosen(person, memberships_of(person, now=now))


def _chosen(person: Person, standing: Sequence[Membership]) -> Membership | None:
    mine = (membership for membership in standing if membership.pk == person.active_membership_id)
    return next(mine, standing[0] if standing else None)


def memberships_of(person: Person, *, now: datetime) -> list[Membership]:
    """Her memberships that stand at this moment, oldest first."""
    return list(person.memberships.filter(active_at(now)).select_related("school").order_by("since", "pk"))


def system_viewer(school: int, *, now: datetime) -> Viewer:
    """The system itself at work for one school: tasks and commands, with the rights of its librarians and no name."""
    return Viewer(
        now=now,
        school=school,
        role=Role.LIBRARIAN,
        keys=keys_of(None, now),
        staff_keys=frozenset({staff(school)}),
        signs_for=school,
    )


def is_active(membership: Membership, now: datetime) -> bool:
    """Whether the membership is alive at this moment."""
    return membership.since <= now and (membership.until is None or membership.until > now)

"""A viewer has what its membership gives at one moment, and nothing else."""

from datetime import timedelta

import pytest

from access import labels
from access.actions import OPENABLE, Action
from access.viewer import Viewer
from accounts.models import Membership, Role
from sharing.keys import clause_key
from sharing.viewer import (
    active_membership,
    hypothetical_viewer,
    is_active,
    memberships_of,
    system_viewer,
    viewer_for,
    viewer_of_membership,
    visitor,
)
from tests.factories import LONG_AGO, NOW, ClauseFactory, MembershipFactory, PersonFactory, SchoolFactory

pytestmark = pytest.mark.django_db
EVERYONE = {action: frozenset({labels.opened(action, labels.EVERYONE)}) for action in OPENABLE}


def test_a_visitor_has_the_keys_of_everyone() -> None:
    assert visitor(now=NOW) == Viewer(now=NOW, keys=EVERYONE)
    assert viewer_for(None, now=NOW) == visitor(now=NOW)


@pytest.mark.parametrize("role", Role)
def test_a_membership_gives_its_school_role_keys_and_rights(role: Role) -> None:
    member = MembershipFactory(role=role)
    viewer = viewer_of_membership(member, now=NOW)
    school = member.school_id
    assert (viewer.now, viewer.person, viewer.membership) == (NOW, member.person_id, member.pk)
    assert (viewer.school, viewer.role) == (school, role)
    audiences = {labels.EVERYONE, f"school:{school}", f"school:{school}/{role}"}
    assert viewer.keys[Action.READ] == {f"read@{audience}" for audience in audiences}
    assert viewer.staff_keys == ({f"staff:{school}"} if role == Role.LIBRARIAN else set())
    assert viewer.signs_for == (school if role in {Role.LIBRARIAN, Role.HEAD} else None)
    assert viewer.is_node_admin == (role == Role.NODE_ADMIN)


def test_a_person_without_a_membership_is_known_and_has_the_keys_of_everyone() -> None:
    person = PersonFactory()
    assert viewer_for(person, now=NOW) == Viewer(now=NOW, person=person.pk, keys=EVERYONE)
    assert active_membership(person, now=NOW) is None


def test_without_a_choice_the_oldest_membership_is_active() -> None:
    person = PersonFactory()
    newer = MembershipFactory(person=person, since=NOW - timedelta(days=1))
    oldest = MembershipFactory(person=person, since=LONG_AGO)
    future = MembershipFactory(person=person, since=NOW + timedelta(days=1))
    assert memberships_of(person, now=NOW) == [oldest, newer]
    assert active_membership(person, now=NOW) == oldest
    person.active_membership = newer
    assert active_membership(person, now=NOW) == newer
    person.active_membership = future
    assert active_membership(person, now=NOW) == oldest


def test_a_membership_includes_its_start_and_excludes_its_end() -> None:
    member = Membership(since=NOW, until=NOW + timedelta(days=1))
    tick = timedelta(microseconds=1)
    assert [is_active(member, moment) for moment in (NOW - tick, NOW, member.until - tick, member.until)] == [
        False,
        True,
        True,
        False,
    ]
    assert is_active(Membership(since=NOW), NOW + timedelta(days=9999))


def test_the_system_works_for_a_school_with_a_librarians_rights_and_no_person() -> None:
    viewer = system_viewer(7, now=NOW)
    assert viewer == Viewer(
        now=NOW, school=7, role=Role.LIBRARIAN, keys=EVERYONE, staff_keys=frozenset({"staff:7"}), signs_for=7
    )


def test_a_hypothetical_viewer_lacks_the_excluded_clause_alone() -> None:
    excluded = ClauseFactory(role=Role.TEACHER, actions=["read"], subject="toan")
    other = ClauseFactory(agreement=excluded.agreement, actions=["read"], subject="vat-li")
    school = excluded.taker_id
    viewer = hypothetical_viewer(school, role=Role.TEACHER, exclude=excluded, now=NOW)
    assert (viewer.now, viewer.school, viewer.role) == (NOW, school, Role.TEACHER)
    assert clause_key(other) in viewer.keys[Action.READ]
    assert clause_key(excluded) not in viewer.keys[Action.READ]
    assert f"read@school:{school}/teacher" in viewer.keys[Action.READ]
    everybody = hypothetical_viewer(SchoolFactory().pk, role="", exclude=excluded, now=NOW)
    assert len(everybody.keys[Action.READ]) == 2

"""Who looks after the people of a school, and which roles she may give and take."""

from datetime import timedelta

import pytest

from accounts.actions import add_member, change_membership, remove_member
from accounts.errors import NotAllowed, NotFound
from accounts.models import Role
from accounts.queries import managed_memberships, managed_schools
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_librarian, a_viewer

pytestmark = pytest.mark.django_db
NEW_MEMBER = {"username": "vo.van.kiet", "name": "Võ Văn Kiệt"}


def test_a_librarian_adds_members_to_the_own_school_only() -> None:
    school, other = SchoolFactory(), SchoolFactory()
    by = a_librarian(school)
    assert add_member(**NEW_MEMBER, school=school, role=Role.TEACHER, by=by).school == school
    with pytest.raises(NotFound):
        add_member(**NEW_MEMBER, school=other, role=Role.TEACHER, by=by)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.NODE_ADMIN])
def test_a_librarian_changes_no_role_above_their_own(role: Role) -> None:
    school = SchoolFactory()
    by = a_librarian(school)
    above = MembershipFactory(school=school, role=role)
    with pytest.raises(NotAllowed):
        add_member(**NEW_MEMBER, school=school, role=role, by=by)
    with pytest.raises(NotAllowed):
        change_membership(above, role=Role.TEACHER, until=None, by=by)
    with pytest.raises(NotAllowed):
        remove_member(above, by=by)
    administrator = a_viewer(Role.NODE_ADMIN)
    assert change_membership(above, role=Role.TEACHER, until=None, by=administrator).role == Role.TEACHER


def test_teachers_look_after_nobody() -> None:
    school = SchoolFactory()
    by = a_viewer(Role.TEACHER, school=school)
    with pytest.raises(NotFound):
        add_member(**NEW_MEMBER, school=school, role=Role.PUPIL, by=by)
    assert not managed_memberships(by).exists()
    assert not managed_schools(by).exists()


def test_a_membership_ends_once() -> None:
    school = SchoolFactory()
    by = a_librarian(school)
    membership = MembershipFactory(school=school, since=NOW - timedelta(days=9))
    remove_member(membership, by=by)
    assert membership.until == NOW
    remove_member(membership, by=a_librarian(school, now=NOW + timedelta(days=3)))
    membership.refresh_from_db()
    assert membership.until == NOW

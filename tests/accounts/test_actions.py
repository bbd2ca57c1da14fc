"""Schools, people and memberships as actions leave them, and who may change which memberships."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import actions
from accounts.actions import add_member, change_membership, remove_member
from accounts.errors import AlreadyMember, NotAllowed, NotFound, UserNameTaken
from accounts.models import AuditEntry, Role, School, SchoolLink
from accounts.queries import managed_memberships, managed_schools
from sharing.viewer import viewer_for, viewer_of_membership
from tests.factories import NOW, MembershipFactory, PersonFactory, SchoolFactory, a_librarian, a_viewer, a_visitor

pytestmark = pytest.mark.django_db
PERSON = {"username": "vo.van.kiet", "name": "Võ Văn Kiệt"}


def test_a_new_school_is_part_of_its_commune_from_its_first_day() -> None:
    commune = SchoolFactory(kind=School.Kind.COMMUNE)
    school = actions.create_school(
        code="dong-da", name="Trường THCS Đống Đa", kind=School.Kind.SCHOOL, by=a_visitor(), under=commune
    )
    link = SchoolLink.objects.get(child=school)
    assert (link.parent, link.kind, link.since, link.until) == (commune, SchoolLink.Kind.PART_OF, NOW, None)
    assert AuditEntry.objects.get(target=school.uuid).verb == "school.create"


def test_an_ended_membership_gives_no_access_from_that_moment_on() -> None:
    membership = MembershipFactory(role=Role.LIBRARIAN)
    actions.end_membership(membership, by=a_visitor())
    assert viewer_of_membership(membership, now=NOW - timedelta(microseconds=1)).is_staff
    assert not viewer_of_membership(membership, now=NOW).is_staff


def test_a_person_chooses_only_a_current_membership_of_the_own_ones() -> None:
    person = PersonFactory(name="ĐẶNG THỊ ÁNH")
    first, second = (MembershipFactory(person=person) for _ in range(2))
    ended = MembershipFactory(person=person, until=NOW)
    future = MembershipFactory(person=person, since=NOW + timedelta(days=1))
    assert viewer_for(person, now=NOW).membership == first.pk
    actions.choose_membership(person, uuid=str(second.uuid), now=NOW)
    assert viewer_for(person, now=NOW).membership == second.pk
    for other in (MembershipFactory().uuid, ended.uuid, future.uuid, "x", ""):
        with pytest.raises(NotFound):
            actions.choose_membership(person, uuid=str(other), now=NOW)


def test_a_librarian_adds_members_to_the_own_school_and_to_no_other() -> None:
    school, other = SchoolFactory(), SchoolFactory()
    by = a_librarian(school)
    assert add_member(**PERSON, school=school, role=Role.TEACHER, by=by).school == school
    with pytest.raises(NotFound):
        add_member(**PERSON, school=other, role=Role.TEACHER, by=by)


def test_an_existing_account_is_used_only_under_its_own_name() -> None:
    school = SchoolFactory()
    by = a_librarian(school)
    person = PersonFactory(**PERSON)
    assert add_member(**PERSON, school=school, role=Role.TEACHER, by=by).person == person
    with pytest.raises(UserNameTaken):
        add_member(username=PERSON["username"], name="Võ Thị Sáu", school=school, role=Role.TEACHER, by=by)


def test_a_role_in_a_school_is_given_once_at_a_time() -> None:
    school = SchoolFactory()
    by = a_librarian(school)
    first = add_member(**PERSON, school=school, role=Role.TEACHER, by=by)
    assert add_member(**PERSON, school=school, role=Role.TEACHER, by=by) == first
    with pytest.raises(AlreadyMember):
        add_member(**PERSON, school=school, role=Role.TEACHER, by=by, until=NOW + timedelta(days=9))
    other = add_member(**PERSON, school=school, role=Role.LIBRARIAN, by=by)
    with pytest.raises(AlreadyMember):
        change_membership(other, role=Role.TEACHER, until=None, by=by)
    for until in (None, NOW + timedelta(days=9)):
        twin = {"person": first.person, "school": school, "role": Role.PUPIL, "until": until}
        MembershipFactory(**twin)
        with pytest.raises(IntegrityError), transaction.atomic():
            MembershipFactory(**twin)
    remove_member(first, by=by)
    later = a_librarian(school, now=NOW + timedelta(days=1))
    assert add_member(**PERSON, school=school, role=Role.TEACHER, by=later) != first


@pytest.mark.parametrize("role", [Role.OFFICER, Role.NODE_ADMIN])
def test_a_librarian_assigns_and_removes_no_higher_role(role: Role) -> None:
    school = SchoolFactory()
    by = a_librarian(school)
    higher = MembershipFactory(school=school, role=role)
    with pytest.raises(NotAllowed):
        add_member(**PERSON, school=school, role=role, by=by)
    with pytest.raises(NotAllowed):
        change_membership(higher, role=Role.TEACHER, until=None, by=by)
    with pytest.raises(NotAllowed):
        remove_member(higher, by=by)
    administrator = a_viewer(Role.NODE_ADMIN)
    assert change_membership(higher, role=Role.TEACHER, until=None, by=administrator).role == Role.TEACHER


def test_a_teacher_manages_no_members() -> None:
    school = SchoolFactory()
    by = a_viewer(Role.TEACHER, school=school)
    with pytest.raises(NotFound):
        add_member(**PERSON, school=school, role=Role.PUPIL, by=by)
    assert not managed_memberships(by).exists()
    assert not managed_schools(by).exists()


def test_a_membership_ends_once() -> None:
    school = SchoolFactory()
    membership = MembershipFactory(school=school, since=NOW - timedelta(days=9))
    remove_member(membership, by=a_librarian(school))
    assert membership.until == NOW
    remove_member(membership, by=a_librarian(school, now=NOW + timedelta(days=3)))
    membership.refresh_from_db()
    assert membership.until == NOW

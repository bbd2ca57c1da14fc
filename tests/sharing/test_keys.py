"""The keys of one membership at one moment: dates, groups within groups, two memberships, mergers, units above."""

from datetime import timedelta

import pytest

from access.actions import Action
from accounts.models import Role, School, SchoolLink
from repository.actions import add_to_collection, make_collection
from repository.models import Resource
from repository.queries import is_allowed, resources_allowed
from sharing.keys import audiences, groups_of, schools_in_scope
from sharing.models import GroupMember
from sharing.viewer import system_viewer, viewer_for, viewer_of_membership
from tests.factories import (
    LONG_AGO,
    NOW,
    AgreementFactory,
    ClauseFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SchoolGroupFactory,
    a_resource,
)

pytestmark = pytest.mark.django_db
MICRO = timedelta(microseconds=1)


def link(child: School, parent: School, kind: str = SchoolLink.Kind.PART_OF, since=LONG_AGO, until=None) -> None:
    SchoolLink.objects.create(child=child, parent=parent, kind=kind, since=since, until=until)


def reads(membership, book: Resource, now=NOW) -> bool:
    """Return whether the membership may read it; decision and query must agree."""
    viewer = viewer_of_membership(membership, now=now)
    decided = is_allowed(viewer, Action.READ, book)
    assert resources_allowed(viewer, Action.READ).filter(pk=book.pk).exists() is decided
    return decided


def test_a_membership_gives_access_from_its_start_until_just_before_its_end() -> None:
    school = SchoolFactory()
    book = a_resource(opened={Action.READ: f"school:{school.pk}"})
    member = MembershipFactory(school=school, since=NOW, until=NOW + timedelta(days=1))
    assert not reads(member, book, NOW - MICRO)
    assert reads(member, book, NOW)
    assert reads(member, book, NOW + timedelta(days=1) - MICRO)
    assert not reads(member, book, NOW + timedelta(days=1))


def test_a_grant_to_one_role_excludes_other_roles() -> None:
    school = SchoolFactory()
    book = a_resource(opened={Action.READ: f"school:{school.pk}/teacher"})
    assert reads(MembershipFactory(school=school, role=Role.TEACHER), book)
    assert not reads(MembershipFactory(school=school, role=Role.PUPIL), book)
    assert not reads(MembershipFactory(role=Role.TEACHER), book)


def test_a_school_whose_number_has_the_same_prefix_is_another_school() -> None:
    book = a_resource(opened={Action.READ: "school:1"})
    other = SchoolFactory(pk=12, name="Trường THCS Đoàn Thị Điểm")
    assert not reads(MembershipFactory(school=other), book)


def test_only_the_active_one_of_two_memberships_gives_access() -> None:
    person = PersonFactory()
    first, second = (MembershipFactory(person=person) for _ in range(2))
    book = a_resource(opened={Action.READ: f"school:{second.school_id}"})
    assert not is_allowed(viewer_for(person, now=NOW), Action.READ, book)
    person.active_membership = second
    assert is_allowed(viewer_for(person, now=NOW), Action.READ, book)
    second.until = NOW
    second.save()
    viewer = viewer_for(person, now=NOW)
    assert viewer.membership == first.pk
    assert not is_allowed(viewer, Action.READ, book)


def test_a_grant_to_a_unit_holds_for_schools_below_it_and_not_above() -> None:
    province, commune, school = (SchoolFactory() for _ in range(3))
    link(commune, province)
    link(school, commune)
    book = a_resource(opened={Action.READ: f"school:{province.pk}/teacher"})
    own = a_resource(opened={Action.READ: f"school:{school.pk}"})
    assert reads(MembershipFactory(school=school), book)
    assert not reads(MembershipFactory(school=school, role=Role.PUPIL), book)
    assert not reads(MembershipFactory(school=province), own)


def test_an_ended_link_gives_no_access() -> None:
    above, school = SchoolFactory(), SchoolFactory()
    link(school, above, until=NOW)
    assert schools_in_scope(school.pk, NOW) == {school.pk}
    assert schools_in_scope(school.pk, NOW - MICRO) == {school.pk, above.pk}


def test_after_a_merger_grants_to_the_old_school_hold_for_the_new_one_without_staff_rights() -> None:
    old, new = SchoolFactory(), SchoolFactory()
    book = a_resource(opened={Action.READ: f"school:{old.pk}"})
    draft = a_resource(old)
    Resource.objects.filter(pk=draft.pk).update(state=Resource.State.DRAFT)
    librarian = MembershipFactory(school=new, role=Role.LIBRARIAN)
    assert not reads(librarian, book)
    link(old, new, SchoolLink.Kind.MERGED_INTO)
    assert reads(librarian, book)
    assert not is_allowed(viewer_of_membership(librarian, now=NOW), Action.DISCOVER, Resource.objects.get(pk=draft.pk))
    assert not reads(MembershipFactory(school=old), a_resource(opened={Action.READ: f"school:{new.pk}"}))


def test_circular_links_end() -> None:
    one, two = SchoolFactory(), SchoolFactory()
    link(one, two)
    link(two, one)
    assert schools_in_scope(one.pk, NOW) == {one.pk, two.pk}


def test_groups_within_groups_hold_between_their_dates() -> None:
    school = SchoolFactory()
    inner, middle, outer, other = (SchoolGroupFactory() for _ in range(4))
    GroupMember.objects.create(group=inner, school=school, since=LONG_AGO)
    GroupMember.objects.create(group=middle, subgroup=inner, since=NOW)
    GroupMember.objects.create(group=outer, subgroup=middle, since=LONG_AGO, until=NOW + timedelta(days=1))
    GroupMember.objects.create(group=inner, subgroup=outer, since=LONG_AGO)  # a circle
    assert groups_of([school.pk], NOW - MICRO) == {inner.pk}
    assert groups_of([school.pk], NOW) == {inner.pk, middle.pk, outer.pk}
    assert groups_of([school.pk], NOW + timedelta(days=1)) == {inner.pk, middle.pk}
    member = MembershipFactory(school=school)
    assert reads(member, a_resource(opened={Action.READ: f"group:{outer.pk}/teacher"}))
    assert not reads(member, a_resource(opened={Action.READ: f"group:{other.pk}"}))


def test_a_visitor_belongs_to_everyone_alone() -> None:
    assert audiences(None, NOW) == {"everyone"}


def test_a_person_whose_membership_ended_is_a_visitor() -> None:
    member = MembershipFactory(role=Role.LIBRARIAN, until=NOW)
    viewer = viewer_for(member.person, now=NOW)
    assert (viewer.membership, viewer.school, viewer.is_staff, viewer.signs_for) == (None, None, False, None)
    assert viewer_for(member.person, now=NOW - MICRO).is_staff


def test_a_clause_for_a_collection_gives_access_to_its_content_alone() -> None:
    agreement = AgreementFactory()
    school = agreement.proposer
    inside, outside = a_resource(school), a_resource(school)
    by = system_viewer(school.pk, now=NOW)
    collection = make_collection(school=school, name="Tủ sách mở", by=by)
    add_to_collection(collection, resource=inside, by=by)
    ClauseFactory(agreement=agreement, collection=collection, actions=[str(Action.READ)])
    reader = MembershipFactory(school=agreement.partner)
    assert reads(reader, inside)
    assert not reads(reader, outside)

"""Groups of schools: the leading school creates one and decides on its members."""

from datetime import timedelta

import pytest

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import AuditEntry, Role
from sharing import actions
from sharing.errors import InvalidMember
from sharing.models import GroupMember, SchoolGroup
from sharing.queries import group_for, groups_for, members_of
from tests.factories import NOW, SchoolFactory, SchoolGroupFactory, a_librarian, a_viewer
from tests.sharing.conftest import school_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(ours: Viewer) -> SchoolGroup:
    return actions.make_group(name="Nhóm trường Đống Đa", by=ours)


def audited(verb: str) -> AuditEntry:
    return AuditEntry.objects.get(verb=verb)


def test_a_new_group_is_led_by_the_school_of_its_signer_and_contains_it(ours: Viewer, group: SchoolGroup) -> None:
    assert (group.name, group.lead_id) == ("Nhóm trường Đống Đa", ours.school)
    member = group.members.get()
    assert (member.school_id, member.since, member.until) == (ours.school, NOW, None)
    entry = audited("group.make")
    assert (entry.target, entry.by_id, entry.school_id) == (group.uuid, ours.person, ours.school)
    with pytest.raises(NotFound):
        actions.make_group(name="x", by=a_viewer(Role.TEACHER))


def test_adding_a_member_is_idempotent_and_audited(ours: Viewer, group: SchoolGroup) -> None:
    school, other = SchoolFactory(), SchoolGroupFactory()
    added = actions.add_school(group, school=school, by=ours)
    assert (added.group, added.school, added.subgroup, added.since) == (group, school, None, NOW)
    assert actions.add_school(group, school=school, by=ours) == added
    inner = actions.add_group(group, member=other, by=ours)
    assert (inner.group, inner.subgroup, inner.school, inner.since) == (group, other, None, NOW)
    assert actions.add_group(group, member=other, by=ours) == inner
    lines = AuditEntry.objects.filter(verb="group.add", target=group.uuid, by=ours.person).order_by("pk")
    assert [line.details for line in lines] == [
        {"school": str(group.lead.uuid)},
        {"school": str(school.uuid)},
        {"group": str(other.uuid)},
    ]


def test_a_group_cannot_be_its_own_member(ours: Viewer, group: SchoolGroup) -> None:
    with pytest.raises(InvalidMember):
        actions.add_group(group, member=group, by=ours)
    assert group.members.count() == 1


def test_a_removed_member_ends_now_and_can_join_again(ours: Viewer, group: SchoolGroup) -> None:
    school = SchoolFactory()
    member = actions.add_school(group, school=school, by=ours)
    later = a_librarian(group.lead, now=NOW + timedelta(days=1))
    actions.remove_member(member, by=later)
    actions.remove_member(member, by=a_librarian(group.lead, now=NOW + timedelta(days=2)))
    member.refresh_from_db()
    assert member.until == NOW + timedelta(days=1), "the end does not move"
    assert [row.school_id for row in members_of(later, group)] == [group.lead_id], "the others stay"
    entry = AuditEntry.objects.filter(verb="group.remove").earliest("pk")
    assert (entry.target, entry.by_id, entry.details) == (group.uuid, later.person, {"member": member.pk})
    assert actions.add_school(group, school=school, by=later) != member
    inner = actions.add_group(group, member=SchoolGroupFactory(), by=ours)
    actions.remove_member(inner, by=later)
    assert actions.add_group(group, member=inner.subgroup, by=later) != inner


def test_only_signers_of_the_leading_school_change_a_group(ours: Viewer, theirs: Viewer, group: SchoolGroup) -> None:
    school = school_of(theirs)
    member = actions.add_school(group, school=school, by=ours)
    assert group_for(theirs, group.uuid) == group
    for stranger in (theirs, a_viewer(Role.TEACHER, school=school_of(ours)), a_librarian()):
        for change in (
            lambda by: actions.add_school(group, school=SchoolFactory(), by=by),
            lambda by: actions.add_group(group, member=SchoolGroupFactory(), by=by),
            lambda by: actions.remove_member(member, by=by),
        ):
            with pytest.raises(NotFound):
                change(stranger)
    assert GroupMember.objects.filter(group=group, until=None).count() == 2


def test_a_school_finds_the_groups_it_leads_or_belongs_to(ours: Viewer, theirs: Viewer, group: SchoolGroup) -> None:
    outer = SchoolGroupFactory()
    GroupMember.objects.create(group=outer, subgroup=group, since=NOW)
    led = SchoolGroupFactory(lead=school_of(ours))
    assert set(groups_for(ours)) == {group, outer, led}
    assert not groups_for(theirs).exists()
    assert not groups_for(a_viewer(Role.TEACHER, school=school_of(ours))).exists()
    with pytest.raises(NotFound):
        group_for(theirs, group.uuid)


def test_members_are_listed_while_they_belong(ours: Viewer, group: SchoolGroup, django_assert_num_queries) -> None:
    past = GroupMember.objects.create(group=group, school=SchoolFactory(), since=NOW - timedelta(days=2), until=NOW)
    subgroup = actions.add_group(group, member=SchoolGroupFactory(), by=ours)
    with django_assert_num_queries(1):
        assert [str(member.school or member.subgroup) for member in members_of(ours, group)] == [
            str(group.lead),
            str(subgroup.subgroup),
        ]
    assert list(members_of(ours, group)) == [group.members.get(school=ours.school), subgroup]
    assert past not in members_of(ours, group)

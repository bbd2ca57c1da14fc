"""Writes of groups of schools: the lead says who belongs."""

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from accounts.models import School
from sharing.errors import MemberNotClear
from sharing.keys import active_at
from sharing.models import GroupMember, SchoolGroup
from workers import fault_injection


@transaction.atomic
def make_group(*, name: str, by: Viewer) -> SchoolGroup:
    """A new group, led by her school, which is its first member."""
    if by.signs_for is None:
        raise NotFound
    group = SchoolGroup.objects.create(name=name, lead_id=by.signs_for)
    record("group.make", by=by, target=group.uuid)
    add_school(group, school=group.lead, by=by)
    return group


@transaction.atomic
def add_school(group: SchoolGroup, *, school: School, by: Viewer) -> GroupMember:
    """From now on, what is opened to the group is opened to the people of this school; once is enough."""
    _require_lead(group, by)
    standing = group.members.filter(active_at(by.now), school=school).first()
    if standing is not None:
        return standing
    record("group.add", by=by, target=group.uuid, school=str(school.uuid))
    fault_injection.point("group.audited")
    return GroupMember.objects.create(group=group, school=school, since=by.now)


@transaction.atomic
def add_group(group: SchoolGroup, *, member: SchoolGroup, by: Viewer) -> GroupMember:
    """From now on, all schools of the other group belong to this one."""
    _require_lead(group, by)
    if member == group:
        raise MemberNotClear
    standing = group.members.filter(active_at(by.now), subgroup=member).first()
    if standing is not None:
        return standing
    record("group.add", by=by, target=group.uuid, group=str(member.uuid))
    return GroupMember.objects.create(group=group, subgroup=member, since=by.now)


@transaction.atomic
def remove_member(member: GroupMember, *, by: Viewer) -> None:
    """It belongs no more; what was opened to the group closes for it at the next request."""
    _require_lead(member.group, by)
    GroupMember.objects.filter(active_at(by.now), pk=member.pk).update(until=by.now)
    record("group.remove", by=by, target=member.group.uuid, member=member.pk)


def _require_lead(group: SchoolGroup, by: Viewer) -> None:
    if by.signs_for is None or group.lead_id != by.signs_for:
        raise NotFound

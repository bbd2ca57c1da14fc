"""Writes of groups of schools: the leading school decides on the members."""

from collections.abc import Iterable

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from accounts.locks import lock
from accounts.models import School
from sharing.errors import InvalidMember
from sharing.keys import active_at
from sharing.models import GroupMember, SchoolGroup
from workers import fault_injection


@transaction.atomic
def make_group(*, name: str, by: Viewer) -> SchoolGroup:
    """Create a group that the viewer's school leads and belongs to; idempotent for one name.

    Raise NotFound unless the viewer signs for a school.
    """
    if by.signs_for is None:
        raise NotFound
    group, is_new = SchoolGroup.objects.get_or_create(name=name, lead_id=by.signs_for)
    if not is_new:
        return group
    record("group.make", by=by, target=group.uuid)
    add_school(group, school=group.lead, by=by)
    return group


@transaction.atomic
def add_members(group: SchoolGroup, *, members: Iterable[School | SchoolGroup], by: Viewer) -> None:
    """Add schools and other groups, all or none. Raise NotFound unless the viewer signs for the lead, InvalidMember."""
    for member in members:
        if isinstance(member, School):
            add_school(group, school=member, by=by)
        else:
            add_group(group, member=member, by=by)


@transaction.atomic
def add_school(group: SchoolGroup, *, school: School, by: Viewer) -> GroupMember:
    """Add a school to a group, whose grants hold for its people from now on; idempotent.

    Raise NotFound unless the viewer signs for the lead.
    """
    _require_lead(group, by)
    lock(group)
    member = group.members.filter(active_at(by.now), school=school).first()
    if member is not None:
        return member
    record("group.add", by=by, target=group.uuid, school=str(school.uuid))
    fault_injection.point("group.audited")
    return GroupMember.objects.create(group=group, school=school, since=by.now)


@transaction.atomic
def add_group(group: SchoolGroup, *, member: SchoolGroup, by: Viewer) -> GroupMember:
    """Add all schools of another group to a group; idempotent.

    Raise NotFound unless the viewer signs for the lead, InvalidMember for the group itself.
    """
    _require_lead(group, by)
    if member == group:
        raise InvalidMember
    lock(group)
    existing = group.members.filter(active_at(by.now), subgroup=member).first()
    if existing is not None:
        return existing
    record("group.add", by=by, target=group.uuid, group=str(member.uuid))
    return GroupMember.objects.create(group=group, subgroup=member, since=by.now)


@transaction.atomic
def remove_member(member: GroupMember, *, by: Viewer) -> None:
    """End a membership; access ends at the next request. Raise NotFound unless the viewer signs for the lead."""
    _require_lead(member.group, by)
    GroupMember.objects.filter(active_at(by.now), pk=member.pk).update(until=by.now)
    record("group.remove", by=by, target=member.group.uuid, member=member.pk)


def _require_lead(group: SchoolGroup, by: Viewer) -> None:
    if by.signs_for is None or group.lead_id != by.signs_for:
        raise NotFound

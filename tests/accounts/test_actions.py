"""Schools, people and memberships as actions leave them."""

from datetime import timedelta

import pytest

from accounts import actions
from accounts.errors import NotFound
from accounts.models import AuditEntry, Role, School, SchoolLink
from sharing.viewer import viewer_for, viewer_of_membership
from tests.factories import NOW, MembershipFactory, PersonFactory, SchoolFactory, a_visitor

pytestmark = pytest.mark.django_db


def test_a_school_stands_under_its_commune_from_its_first_day() -> None:
    commune = SchoolFactory(kind=School.Kind.COMMUNE)
    by = a_visitor()
    made = actions.create_school(
        code="dong-da", name="Trường THCS Đống Đa", kind=School.Kind.SCHOOL, by=by, under=commune
    )
    link = SchoolLink.objects.get(child=made)
    assert (link.parent, link.kind, link.since, link.until) == (commune, SchoolLink.Kind.PART_OF, NOW, None)
    assert AuditEntry.objects.get(target=made.uuid).verb == "school.found"


def test_who_leaves_holds_nothing_from_that_moment_on() -> None:
    member = MembershipFactory(role=Role.LIBRARIAN)
    actions.end_membership(member, by=a_visitor())
    assert viewer_of_membership(member, now=NOW - timedelta(microseconds=1)).is_staff
    assert not viewer_of_membership(member, now=NOW).is_staff


def test_a_person_acts_only_as_one_of_their_active_memberships() -> None:
    person = PersonFactory(name="ĐẶNG THỊ ÁNH")
    first, second = (MembershipFactory(person=person) for _ in range(2))
    over = MembershipFactory(person=person, until=NOW)
    assert viewer_for(person, now=NOW).membership == first.pk
    actions.choose_membership(person, uuid=str(second.uuid), now=NOW)
    assert viewer_for(person, now=NOW).membership == second.pk
    for foreign in (MembershipFactory().uuid, over.uuid, "x", ""):
        with pytest.raises(NotFound):
            actions.choose_membership(person, uuid=str(foreign), now=NOW)

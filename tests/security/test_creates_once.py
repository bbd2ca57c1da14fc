"""Six equal requests at once create one row: by constraints in the database, on both sets, whatever the form says."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Person, Role, School
from circulation.models import Licence
from portal.actions import create_school_home
from repository.models import Collection
from sharing.models import Agreement, Clause, GroupMember, SchoolGroup
from tests.factories import MembershipFactory, SchoolFactory, SchoolGroupFactory, a_resource
from tests.portal.two_schools import bare_wagtail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
TIMES = 6


@pytest.fixture
def librarian() -> Membership:
    bare_wagtail()
    made: Membership = MembershipFactory(role=Role.LIBRARIAN)
    create_school_home(made.school)
    return made


def post_at_once(person: Person, address: str, data: dict[str, object]) -> list[int]:
    """Send the same form several times at once, without a token; return the statuses."""
    barrier, statuses = Barrier(TIMES), list[int]()

    def send() -> None:
        browser = Client(raise_request_exception=False)
        browser.force_login(person)
        barrier.wait()
        try:
            statuses.append(browser.post(address, data).status_code)
        finally:
            connections.close_all()

    threads = [Thread(target=send) for _time in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def member(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    data = {"username": "bui.lan", "name": "Bùi Lan", "role": "pupil", "school": librarian.school_id, "last_day": ""}
    return "/quan-tri/nguoi/new/", data, Membership.objects.filter(person__username="bui.lan").count


def member_until(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    address, data, number = member(librarian)
    return address, {**data, "last_day": str((timezone.now() + timedelta(days=90)).date())}, number


def licence(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    resource = a_resource(librarian.school)
    data = {"seats": 1, "period_days": 14, "last_day": "", "loans_allowed": ""}
    return f"/cho-muon/{resource.uuid}/", data, Licence.objects.count


def collection(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    data = {"name": "Sách hè", "description": "", "one_more": ""}
    return "/quan-tri/bo-suu-tap/new/", data, Collection.objects.count


def agreement(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    data = {"partner": SchoolFactory().pk, "title": "Cùng học"}
    return "/chia-se/thoa-thuan/moi/", data, Agreement.objects.count


def clause(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    partner = SchoolFactory()
    draft = Agreement.objects.create(proposer=librarian.school, partner=partner, title="Cùng học")
    data = {"taker": partner.pk, "role": "teacher", "actions": ["read"], "since": "2026-09-01"}
    return f"/chia-se/thoa-thuan/{draft.uuid}/cau/", data, Clause.objects.count


def group(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    return "/chia-se/nhom/moi/", {"name": "Nhóm trường"}, SchoolGroup.objects.count


def group_member(librarian: Membership) -> tuple[str, dict[str, object], Callable[[], int]]:
    lead = SchoolGroupFactory(lead=librarian.school)
    data = {"member": f"school:{SchoolFactory().uuid}"}
    return f"/chia-se/nhom/{lead.uuid}/", data, GroupMember.objects.count


@pytest.mark.parametrize("created", [member, member_until, licence, collection, agreement, clause, group, group_member])
def test_six_equal_requests_at_once_create_one_row(
    librarian: Membership, created: Callable[[Membership], tuple[str, dict[str, object], Callable[[], int]]]
) -> None:
    address, data, number = created(librarian)
    statuses = post_at_once(librarian.person, address, data)
    assert number() == 1
    assert len(statuses) == TIMES
    assert max(statuses) < 500
    assert 302 in statuses


def test_six_equal_requests_at_once_create_one_school() -> None:
    bare_wagtail()
    admin = MembershipFactory(role=Role.NODE_ADMIN).person
    data = {"name": "Trường mới", "code": "truong-moi", "kind": "school", "under": "", "accent": "", "source_url": ""}
    statuses = post_at_once(admin, "/quan-tri/truong/new/", data)
    assert School.objects.filter(code="truong-moi").count() == 1
    assert max(statuses) < 500

"""Cached keys equal newly made ones: at every moment, and after every change, however it is made."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from accounts.models import SchoolLink
from repository.models import Collection
from sharing import key_cache, key_version
from sharing.keys import keys_of
from sharing.models import Agreement, Clause, GroupMember, KeyVersion
from sharing.viewer import viewer_for, viewer_of_membership
from tests.access.scenarios import NOW, worlds, write
from tests.factories import LONG_AGO, MembershipFactory, SchoolGroupFactory

pytestmark = pytest.mark.django_db
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
MOMENTS = (NOW, NOW + TICK, NOW - TICK, NOW + DAY, NOW - DAY, NOW + 3 * DAY, NOW)
CHANGES = (
    lambda: Agreement.objects.update(state=Agreement.State.ENDED),
    lambda: Clause.objects.filter(since__lt=NOW).update(until=NOW),
    lambda: GroupMember.objects.update(until=NOW),
    lambda: SchoolLink.objects.filter(since__lt=NOW).update(until=NOW),
    lambda: Collection.objects.update(school=12),
    lambda: Agreement.objects.update(state=Agreement.State.ACTIVE),
    lambda: SchoolLink.objects.all().delete(),
    lambda: Clause.objects.all().delete(),
)


@pytest.fixture(autouse=True)
def empty_cache():
    key_cache.clear()
    yield
    key_cache.clear()


def compare(memberships, moments=MOMENTS):
    for now in moments:
        for membership in memberships:
            assert key_cache.keys_for(membership, now) == keys_of(membership, now), (membership, now)


def compare_before_and_after_changes(world):
    with transaction.atomic():
        memberships = write(world).memberships
        compare(memberships)
        for change in CHANGES:
            change()
            compare(memberships, MOMENTS[:1])
        transaction.set_rollback(True)


def compare_in_worlds(count):
    @settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    @given(worlds)
    def compare_in(world):
        compare_before_and_after_changes(world)

    compare_in()


def test_cached_keys_equal_freshly_built_ones():
    compare_in_worlds(6)


@pytest.mark.slow
def test_cached_keys_equal_freshly_built_ones_in_a_hundred_scenarios():
    compare_in_worlds(100)


@pytest.mark.backend_independent
@pytest.mark.parametrize("mistake", ["version", pytest.param("dates", marks=pytest.mark.slow)])
def test_the_comparison_detects_a_missing_check(monkeypatch, mistake):
    if mistake == "version":
        monkeypatch.setattr(key_version, "current", lambda: "always the same")
    else:
        monkeypatch.setattr(key_cache, "_valid_range", lambda now: (None, None))
    with pytest.raises(AssertionError):
        compare_in_worlds(100)


def test_cached_keys_cost_one_query_and_a_change_is_seen_at_the_next_request(django_assert_num_queries):
    member, group = MembershipFactory(), SchoolGroupFactory()
    viewer_of_membership(member, now=NOW)
    with django_assert_num_queries(1):
        before = viewer_of_membership(member, now=NOW)
    with django_assert_num_queries(2):
        viewer_for(member.person, now=NOW)
    GroupMember.objects.create(group=group, school=member.school, since=NOW - DAY)
    assert viewer_of_membership(member, now=NOW).keys != before.keys
    GroupMember.objects.all().delete()
    assert viewer_of_membership(member, now=NOW).keys == before.keys


def test_a_passing_date_expires_cached_keys():
    member, group = MembershipFactory(), SchoolGroupFactory()
    GroupMember.objects.create(group=group, school=member.school, since=LONG_AGO, until=NOW + DAY)
    compare([member], [NOW, NOW + DAY - TICK, NOW + DAY, NOW])


def test_keys_of_a_rolled_back_transaction_are_not_cached():
    member, group = MembershipFactory(), SchoolGroupFactory()
    with transaction.atomic():
        GroupMember.objects.create(group=group, school=member.school, since=LONG_AGO)
        viewer_of_membership(member, now=NOW)
        transaction.set_rollback(True)
    GroupMember.objects.create(group=SchoolGroupFactory(), school=member.school, since=LONG_AGO)
    compare([member], [NOW])


def test_without_the_version_row_nothing_is_cached():
    member = MembershipFactory()
    KeyVersion.objects.all().delete()
    viewer_of_membership(member, now=NOW)
    GroupMember.objects.create(group=SchoolGroupFactory(), school=member.school, since=LONG_AGO)
    compare([member], [NOW])

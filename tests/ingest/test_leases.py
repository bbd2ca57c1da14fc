"""Whose lease stands when the clock of the machine is moved by a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ingest.models import PageBatch, Upload
from ingest.pipeline import leases
from tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def a_batch(**lease) -> PageBatch:
    upload = Upload.objects.create(school=SchoolFactory(), name="sách.pdf", created_at=timezone.now())
    return PageBatch.objects.create(upload=upload, first=0, last=3, **lease)


def held_at(moment, *, token: int = 7) -> PageBatch:
    return a_batch(status=PageBatch.Status.RUNNING, token=token, leased_until=moment + leases.duration())


def test_a_lease_taken_before_the_clock_went_back_does_not_stand_for_a_day() -> None:
    now = timezone.now()
    fresh, from_tomorrow, over = held_at(now), held_at(now + A_DAY), held_at(now - A_DAY)
    for batch, is_free in ((fresh, False), (from_tomorrow, True), (over, True)):
        assert PageBatch.objects.filter(leases.available(now), pk=batch.pk).exists() is is_free
        assert PageBatch.objects.filter(leases.available_after_backoff(now), pk=batch.pk).exists() is is_free
        assert leases.acquire(batch) is is_free


def test_whoever_held_it_when_the_clock_went_forward_writes_nothing_once_another_has_it() -> None:
    before = held_at(timezone.now() - A_DAY)
    theirs = PageBatch.objects.get(pk=before.pk)
    assert leases.acquire(theirs)
    with pytest.raises(leases.LeaseLost):
        leases.renew(before)
    leases.renew(theirs)


def test_what_rests_since_the_day_that_was_not_does_not_rest_until_then() -> None:
    now = timezone.now()
    resting = a_batch(leased_until=now + leases.duration() / 8)
    resting_until_tomorrow = a_batch(leased_until=now + A_DAY)
    assert not PageBatch.objects.filter(leases.available_after_backoff(now), pk=resting.pk).exists()
    assert PageBatch.objects.filter(leases.available_after_backoff(now), pk=resting_until_tomorrow.pk).exists()

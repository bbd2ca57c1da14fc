"""Leases and fencing tokens, also when the machine's clock jumps by a day."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import School
from ingest.models import PageBatch, Upload
from ingest.pipeline import queries, runner
from ingest.pipeline.actions import leases
from ingest.pipeline.errors import LeaseLost
from tests.factories import SchoolFactory
from tests.ingest import material
from tests.ingest.conftest import received

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def a_batch(**lease) -> PageBatch:
    upload = Upload.objects.create(school=SchoolFactory(), name="sách.pdf", created_at=timezone.now())
    return PageBatch.objects.create(upload=upload, first=0, last=3, **lease)


def acquired_at(moment, *, token: int = 7) -> PageBatch:
    return a_batch(status=PageBatch.Status.RUNNING, token=token, leased_until=moment + queries.lease_duration())


def test_a_holder_with_an_old_token_cannot_write(tmp_path: Path, school: School) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf"))
    runner.advance(upload, "default")
    slow, quick = (PageBatch.objects.get(upload=upload, first=0) for _ in range(2))
    assert leases.acquire(slow)
    assert not leases.acquire(quick)
    PageBatch.objects.filter(pk=slow.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert leases.acquire(quick)
    with pytest.raises(LeaseLost):
        leases.renew(slow)
    leases.renew(quick)


def test_a_lease_taken_before_the_clock_went_back_does_not_last_for_a_day() -> None:
    now = timezone.now()
    fresh, from_tomorrow, over = acquired_at(now), acquired_at(now + A_DAY), acquired_at(now - A_DAY)
    for batch, is_available in ((fresh, False), (from_tomorrow, True), (over, True)):
        assert PageBatch.objects.filter(queries.available(now), pk=batch.pk).exists() is is_available
        assert PageBatch.objects.filter(queries.available_after_backoff(now), pk=batch.pk).exists() is is_available
        assert leases.acquire(batch) is is_available


def test_the_holder_from_before_the_clock_went_forward_cannot_write_once_another_acquired() -> None:
    before = acquired_at(timezone.now() - A_DAY)
    other = PageBatch.objects.get(pk=before.pk)
    assert leases.acquire(other)
    with pytest.raises(LeaseLost):
        leases.renew(before)
    leases.renew(other)


def test_a_retry_delay_from_before_the_clock_went_back_does_not_last_for_a_day() -> None:
    now = timezone.now()
    delayed = a_batch(leased_until=now + queries.lease_duration() / 8)
    delayed_until_tomorrow = a_batch(leased_until=now + A_DAY)
    assert not PageBatch.objects.filter(queries.available_after_backoff(now), pk=delayed.pk).exists()
    assert PageBatch.objects.filter(queries.available_after_backoff(now), pk=delayed_until_tomorrow.pk).exists()

"""A counter loses no increment, restarts after its period, and reveals no identity."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts import rate_counter
from accounts.models import RateCounter
from accounts.rate_counter import CounterState, Rate
from tests.accounts.test_login_throttle import PROCESSES, run_stages
from tests.support import environments

RATE = Rate("a test", 2, 300)
INCREMENTS = 60


@pytest.mark.race
def test_no_increment_is_lost_between_processes(tmp_path: Path) -> None:
    environment = environments.create(tmp_path)
    [results] = run_stages(tmp_path, [("count", 0, INCREMENTS)] * PROCESSES)
    assert max(result["highest"] for result in results) == INCREMENTS * PROCESSES
    environments.delete(environment.settings)


def test_a_rate_is_exceeded_by_the_next_event_and_starts_again_after_its_period(db: None) -> None:
    now = timezone.now().replace(microsecond=0)
    states = [rate_counter.hit(RATE, "x", now=now) for _ in range(3)]
    assert [state.is_over(RATE) for state in states] == [False, False, True]
    assert rate_counter.peek(RATE, "x", now=now + timedelta(seconds=100)) == CounterState(3, 200)
    assert rate_counter.peek(RATE, "y", now=now) == CounterState(0, 0)
    later = now + timedelta(seconds=RATE.seconds)
    assert rate_counter.peek(RATE, "x", now=later) == CounterState(0, 0)
    assert rate_counter.hit(RATE, "x", now=later) == CounterState(1, 300)


def test_an_event_that_is_taken_back_does_not_count_and_no_counter_is_negative(db: None) -> None:
    now = timezone.now()
    rate_counter.hit(RATE, "x", now=now)
    for _ in range(2):
        rate_counter.undo_hit(RATE, "x")
    assert rate_counter.peek(RATE, "x", now=now).number == 0
    assert rate_counter.hit(RATE, "x", now=now).number == 1


def test_a_row_names_nobody_and_is_deleted_after_its_period(db: None) -> None:
    now = timezone.now()
    rate_counter.hit(RATE, "hieu.truong 203.0.113.7", now=now)
    row = RateCounter.objects.get()
    assert "203.0.113" not in row.key
    assert "hieu" not in row.key
    rate_counter.delete_expired(now)
    assert RateCounter.objects.exists()
    rate_counter.delete_expired(now + timedelta(seconds=RATE.seconds))
    assert not RateCounter.objects.exists()

"""Days and times as screens write them, in the time zone of the school (Asia/Ho_Chi_Minh, UTC+7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from accounts.dates import (
    days_until,
    end_of,
    format_date,
    format_date_and_time,
    format_last_day,
    format_time,
    last_day,
    start_of,
)

EVENING = datetime(2026, 12, 6, 18, 5, tzinfo=UTC)  # 07/12/2026 01:05 at the school
MIDNIGHT = datetime(2027, 5, 31, 17, 0, tzinfo=UTC)  # 01/06/2027 00:00 at the school


@pytest.mark.parametrize("language", ["vi", "en"])
def test_days_and_times_are_those_of_the_school_in_both_languages(language: str) -> None:
    with translation.override(language):
        assert format_date(EVENING) == "07/12/2026"
        assert format_time(EVENING) == "01:05"
        assert format_date_and_time(EVENING) == "07/12/2026 01:05"


def test_the_last_day_of_a_period_is_the_day_before_its_exclusive_end() -> None:
    assert format_last_day(MIDNIGHT) == "31/05/2027"
    assert format_last_day(MIDNIGHT + timedelta(microseconds=1)) == "01/06/2027"


def test_days_until_counts_midnights_at_the_school() -> None:
    assert days_until(MIDNIGHT - timedelta(microseconds=1), MIDNIGHT - timedelta(hours=20)) == 0
    assert days_until(MIDNIGHT, MIDNIGHT - timedelta(microseconds=1)) == 1
    assert days_until(MIDNIGHT - timedelta(days=3), MIDNIGHT) == -3


def test_a_day_starts_and_ends_at_midnight_at_the_school() -> None:
    day = date(2027, 5, 31)
    assert end_of(day) == MIDNIGHT
    assert start_of(day) == MIDNIGHT - timedelta(days=1)
    assert last_day(MIDNIGHT) == day
    assert last_day(MIDNIGHT + timedelta(microseconds=1)) == date(2027, 6, 1)

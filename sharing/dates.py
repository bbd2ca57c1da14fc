"""Dates and times as sentences and screens write them, in the time zone of the schools."""

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime

DATE, DATE_AND_TIME = "d/m/Y", "d/m/Y H:i"


def format_date(moment: datetime) -> str:
    """Return the date: 07/12/2026."""
    return date_format(localtime(moment), DATE)


def format_date_and_time(moment: datetime) -> str:
    """Return the date with the time of day: 07/12/2026 15:20."""
    return date_format(localtime(moment), DATE_AND_TIME)


def start_of(day: date) -> datetime:
    """Return the first moment of a day."""
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def end_of(day: date) -> datetime:
    """Return the moment after the last one of a day: a period that ends with the day ends before it."""
    return start_of(day + timedelta(days=1))


def last_day(until: datetime) -> date:
    """Return the last day of a period that ends before this moment: the inverse of `end_of`."""
    return localtime(until - timedelta(microseconds=1)).date()

"""Days and times as every screen writes them: dd/mm/yyyy and 24 hours, in the school's time zone; dates of lists.

This module lies in `accounts`, the lowest app of all that write dates for people: sharing, circulation and the screens.
"""

import re
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime

_EXCEL_DAY_ZERO, _SERIAL_DIGITS = date(1899, 12, 30), 5
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")  # months in registers
_DATE = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2}|[IVX]{1,4})\s*[/.\- ]\s*(\d{4}|\d{2})(?:\s.*)?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")


def format_date(moment: date) -> str:
    """Return the day of a moment or the date itself: 07/12/2026."""
    return date_format(localtime(moment) if isinstance(moment, datetime) else moment, "d/m/Y")


def format_last_day(end: datetime) -> str:
    """Return the last day of a period whose end is exclusive: 31/05/2027 for 01/06/2027 00:00."""
    return format_date(end - timedelta(microseconds=1))


def start_of(day: date) -> datetime:
    """Return the first moment of a day."""
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def end_of(day: date) -> datetime:
    """Return the exclusive end of a period whose last day this is: the start of the next day."""
    return start_of(day + timedelta(days=1))


def last_day(end: datetime) -> date:
    """Return the last day of a period whose end is exclusive."""
    return localtime(end - timedelta(microseconds=1)).date()


def format_time(moment: datetime) -> str:
    """Return the time of day: 15:20."""
    return date_format(localtime(moment), "H:i")


def format_date_and_time(moment: datetime) -> str:
    """Return the day and the time: 07/12/2026 15:20."""
    return f"{format_date(moment)} {format_time(moment)}"


def days_until(moment: datetime, now: datetime) -> int:
    """Return the number of midnights until a moment; 0 is today."""
    return (localtime(moment).date() - localtime(now).date()).days


def parsed_date(text: str) -> date | None:
    """Return a date as schools write it: 05/09/2014, 5.IX.14, 2014-09-05, Excel's serial number; None if it is none."""
    text = text.strip()
    try:
        if match := _ISO.fullmatch(text):
            return date(*map(int, match.groups()))
        if match := _DATE.fullmatch(text):
            day, month, year = match.groups()
            number = int(month) if month.isdigit() else _ROMAN.index(month.upper()) + 1
            return date(_full_year(int(year)), number, int(day))
        if text.isascii() and text.isdigit() and len(text) == _SERIAL_DIGITS:
            return _EXCEL_DAY_ZERO + timedelta(days=int(text))
        if text.isascii() and text.isdigit() and len(text) == len("ddmmyyyy"):
            return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except (ValueError, OverflowError):
        return None
    return None


def _full_year(year: int) -> int:
    return year if year > 99 else 2000 + year if year < 50 else 1900 + year

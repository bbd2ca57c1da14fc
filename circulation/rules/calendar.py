"""On which day a loan is due: never on a day on which the library is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
LONG_CLOSURE_DAYS = 21  # longer: a loan is due before it (summer), not after it
MAX_SEARCH_DAYS = 800


@dataclass(frozen=True)
class Calendar:
    """Closed days of the week (1 Monday … 7 Sunday), and closed periods, both ends included."""

    closed_weekdays: frozenset[int] = frozenset({7})
    closed: Sequence[tuple[date, date]] = ()

    def is_open(self, day: date) -> bool:
        """Return whether the library is open on a day."""
        return day.isoweekday() not in self.closed_weekdays and not any(
            first <= day <= last for first, last in self.closed
        )


def due_day(calendar: Calendar, today: date, wanted: date) -> date:
    """Return the day on which a loan made today is due: the wanted day, else the next one that is open.

    Before a long closure, in which books would be away for weeks, it is the last open day before it, if one is still to
    come. Without any open day in sight it is the wanted day itself. The result is after `today`.
    """
    wanted = max(wanted, today + DAY)
    later = _open_day(calendar, wanted, step=1)
    if later is None:
        return wanted
    if (later - wanted).days <= LONG_CLOSURE_DAYS:
        return later
    return day_before(calendar, today, wanted) or later


def last_open_day(calendar: Calendar, today: date, last: date) -> date:
    """Return the last open day up to `last`, for loans until the end of a school year; after `today` in any case."""
    return day_before(calendar, today, last) or due_day(calendar, today, last)


def day_before(calendar: Calendar, today: date, last: date) -> date | None:
    """Return the last open day up to `last` that is after `today`, or None."""
    found = _open_day(calendar, last, step=-1)
    return found if found is not None and found > today else None


def _open_day(calendar: Calendar, start: date, *, step: int) -> date | None:
    days = (start + step * number * DAY for number in range(MAX_SEARCH_DAYS))
    return next((day for day in days if calendar.is_open(day)), None)

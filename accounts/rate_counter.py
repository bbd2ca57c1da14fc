"""Counts shared by all processes: one row for each key, raised by one statement, so that no two add to the same number.

Django's caches cannot do it: the embedded one, files in a folder, loses additions that come at once.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connections, router
from django.utils.crypto import salted_hmac

from accounts.models import RateCounter

# PostgreSQL and SQLite (3.35) say it alike. A count whose time is over begins anew.
UPSERT = """
    INSERT INTO accounts_ratecounter (key, number, until) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET
        number = CASE WHEN accounts_ratecounter.until > %s THEN accounts_ratecounter.number + 1 ELSE 1 END,
        until = CASE WHEN accounts_ratecounter.until > %s THEN accounts_ratecounter.until ELSE excluded.until END
    RETURNING number, until
"""
DECREMENT = "UPDATE accounts_ratecounter SET number = number - 1 WHERE key = %s AND number > 0"


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds; `name` keeps the counts of different things apart."""

    name: str
    number: int
    seconds: int


@dataclass(frozen=True)
class CounterState:
    """Where a count stands, and in how many seconds it begins anew."""

    number: int
    seconds_left: int

    def is_over(self, rate: Rate) -> bool:
        """Whether this time was one too many."""
        return self.number > rate.number


def hit(rate: Rate, who: str, *, now: datetime) -> CounterState:
    """Count once more, whatever the number is, and say where it stands."""
    at = int(now.timestamp())
    with connections[router.db_for_write(RateCounter)].cursor() as cursor:
        cursor.execute(UPSERT, [key(rate, who), at + rate.seconds, at, at])
        number, until = cursor.fetchone()
    return CounterState(number, max(until - at, 1))


def undo_hit(rate: Rate, who: str) -> None:
    """What was counted beforehand did not happen after all."""
    with connections[router.db_for_write(RateCounter)].cursor() as cursor:
        cursor.execute(DECREMENT, [key(rate, who)])


def peek(rate: Rate, who: str, *, now: datetime) -> CounterState:
    """Where the count stands, without adding to it."""
    at = int(now.timestamp())
    row = RateCounter.objects.filter(key=key(rate, who), until__gt=at).first()
    return CounterState(row.number, max(row.until - at, 1)) if row else CounterState(0, 0)


def delete_expired(now: datetime) -> None:
    """Forget the counts whose time is over."""
    RateCounter.objects.filter(until__lte=int(now.timestamp())).delete()


def key(rate: Rate, who: str) -> str:
    """The digest under which a count stands: neither names nor addresses can be read from it."""
    return salted_hmac("accounts.rate_counter", f"{rate.name}\n{who}", algorithm="sha256").hexdigest()

"""Counters that all processes share: one row for each key, incremented by one atomic statement.

Django's cache was looked at: files in a folder, the embedded one, lose concurrent increments. The libraries limits and
django-ratelimit count in a cache or in Redis only.

Counters belong to no viewer: requests of visitors are counted, too.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connections, router
from django.utils.crypto import salted_hmac

from accounts.models import RateCounter

# The same for PostgreSQL and SQLite (3.35). A counter whose period is over starts again.
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
    """At most `number` times in `seconds`; `name` separates the counters of different rates."""

    name: str
    number: int
    seconds: int


@dataclass(frozen=True)
class CounterState:
    """The value of a counter, and the seconds until it starts again."""

    number: int
    seconds_left: int

    def is_over(self, rate: Rate) -> bool:
        """Return whether the rate is exceeded."""
        return self.number > rate.number


def hit(rate: Rate, identifier: str, *, now: datetime) -> CounterState:
    """Increment a counter, also beyond its rate, and return its state."""
    second = int(now.timestamp())
    with connections[router.db_for_write(RateCounter)].cursor() as cursor:
        cursor.execute(UPSERT, [key(rate, identifier), second + rate.seconds, second, second])
        number, until = cursor.fetchone()
    return CounterState(number, max(until - second, 1))


def undo_hit(rate: Rate, identifier: str) -> None:
    """Decrement a counter: the event counted by `hit` does not count after all."""
    with connections[router.db_for_write(RateCounter)].cursor() as cursor:
        cursor.execute(DECREMENT, [key(rate, identifier)])


def peek(rate: Rate, identifier: str, *, now: datetime) -> CounterState:
    """Return the state of a counter without incrementing it."""
    second = int(now.timestamp())
    row = RateCounter.objects.filter(key=key(rate, identifier), until__gt=second).first()
    return CounterState(row.number, max(row.until - second, 1)) if row else CounterState(0, 0)


def delete_expired(now: datetime) -> None:
    """Delete counters whose period is over."""
    RateCounter.objects.filter(until__lte=int(now.timestamp())).delete()


def key(rate: Rate, identifier: str) -> str:
    """Return the key of a row, a keyed digest: it reveals neither names nor addresses."""
    return salted_hmac("accounts.rate_counter", f"{rate.name}\n{identifier}", algorithm="sha256").hexdigest()

"""When a reader in line may have the title: a range of days from the history of its loans, or no answer.

Each copy or seat passes from reader to reader. The early day takes short loans (the lower quartile of how long ended
loans of the title lasted), the late one long loans (the upper quartile) and the whole window of each pickup.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

from circulation.holds.models import Hold
from circulation.holds.terms import OFFER_DAYS, PICKUP_DAYS, lendable
from circulation.licences.availability import active_licences, free_seats
from circulation.loans.models import Loan

MIN_HISTORY = 4  # ended loans, below which the periods of the open loans are used
RECENT = 200  # ended loans that are looked at


@dataclass(frozen=True)
class Forecast:
    """From when to when; nobody knows more exactly."""

    early: datetime
    late: datetime


def simulated(free_at: Iterable[datetime], ahead: int, each: timedelta) -> datetime:
    """Return when a reader with so many others ahead gets one of the copies that become free at these moments."""
    queue = list(free_at)
    heapq.heapify(queue)
    for _reader in range(ahead):
        heapq.heappush(queue, heapq.heappop(queue) + each)
    return queue[0]


def lengths(loans: Sequence[tuple[datetime, datetime, datetime | None]]) -> tuple[timedelta, timedelta] | None:
    """Return the lower and upper quartile of how long loans last; of few ended ones, the period of the open ones.

    A loan is (started, due, ended or None).
    """
    lasted = sorted(ended - started for started, _due, ended in loans if ended is not None)
    if len(lasted) >= MIN_HISTORY:
        low, _middle, high = quantiles([length.total_seconds() for length in lasted], n=4, method="inclusive")
        return timedelta(seconds=low), timedelta(seconds=high)
    periods = sorted(due - started for started, due, _ended in loans)
    return (periods[0], periods[-1]) if periods else None


def forecast(hold: Hold, ahead: int, now: datetime) -> Forecast | None:
    """Return when the hold is ready with so many readers ahead; None where nothing is known or nothing is lent."""
    loans = Loan.objects.filter(resource=hold.resource_id)
    is_seat = hold.wants == Hold.Wants.SEAT
    loans = loans.filter(copy=None) if is_seat else loans.filter(copy__holder=hold.pickup_school_id)
    open_dues = list(loans.filter(ended_at=None).values_list("due_at", flat=True))
    recent = loans.order_by("-started_at").values_list("started_at", "due_at", "ended_at")[:RECENT]
    quartiles = lengths(list(recent))
    total = _seats(hold, now) + len(open_dues) if is_seat else lendable(hold.resource, hold.pickup_school_id).count()
    if quartiles is None or total < 1:
        return None
    short, long = quartiles
    spare = [now] * max(0, total - len(open_dues))
    window = timedelta(days=OFFER_DAYS if is_seat else PICKUP_DAYS)
    return Forecast(
        early=simulated([*(max(now, due - (long - short)) for due in open_dues), *spare], ahead, short),
        late=simulated([*(max(due, now + window) for due in open_dues), *spare], ahead, long + window),
    )


def _seats(hold: Hold, now: datetime) -> int:
    """Return the free seats of the title that may still be lent, kept or not."""
    licences = list(active_licences([hold.resource], now))
    taken = Loan.objects.filter(resource=hold.resource_id, copy=None, ended_at=None)
    out = {licence.pk: taken.filter(licence=licence).count() for licence in licences}
    return sum(free_seats(licence, out[licence.pk]) for licence in licences)

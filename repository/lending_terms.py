"""The seats and days with which a school begins to lend a resource, and their bounds."""

from dataclasses import dataclass

MAX_SEATS = 5_000
MAX_PERIOD_DAYS = 400
FIRST_SEATS, FIRST_PERIOD_DAYS = 1, 14  # what a form proposes


@dataclass(frozen=True)
class LendingTerms:
    """How many readers borrow at the same time, and for how many days each."""

    seats: int = FIRST_SEATS
    period_days: int = FIRST_PERIOD_DAYS

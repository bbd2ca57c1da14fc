"""Numbers of what people do, made coarse so that nobody can be recognised.

One to four is not shown, and every other number is rounded to a multiple of five: differences of two numbers then
say nothing about one person. Numbers of resources and agreements are exact.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

LEAST = 5


@dataclass(frozen=True)
class CoarseNumber:
    """A number of people or of their actions; `value` is None for one to four, which are not shown."""

    value: int | None

    def __str__(self) -> str:
        return _("fewer than %(number)s") % {"number": LEAST} if self.value is None else str(self.value)

    @property
    def length(self) -> int:
        """How long its bar is: none for a number that is not shown."""
        return self.value or 0


def coarse(number: int) -> CoarseNumber:
    """Return the number as it may be shown."""
    if 0 < number < LEAST:
        return CoarseNumber(None)
    return CoarseNumber(round(number / LEAST) * LEAST)

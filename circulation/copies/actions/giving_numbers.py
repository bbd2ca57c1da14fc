"""The next accession numbers of a school: never one that was given, skipping those that a list of books names."""

from collections.abc import Iterable
from datetime import datetime

from circulation.copies.models import NumberSeries
from circulation.copies.numbers import AT_ONCE, FIRST_WIDTH, after_lists, owners_of, parts_of


class Numbers:
    """Gives the numbers of one school, in the caller's transaction.

    The row of a series is locked until its end, so that two librarians never get the same number.
    """

    def __init__(self, school: int, *, now: datetime) -> None:
        self._school, self._now = school, now
        self._series: dict[str, NumberSeries] = {}

    def take(self, prefix: str, count: int) -> list[str]:
        """Return the next `count` numbers that begin with the prefix."""
        series, numbers = self._locked(prefix), list[str]()
        while len(numbers) < count:
            wanted = min(count - len(numbers), AT_ONCE)
            offered = [series.number(series.last + step) for step in range(1, wanted + 1)]
            series.last += wanted
            taken = owners_of(self._school, offered)
            numbers += [number for number in offered if number not in taken]
        self._save(series)
        return numbers

    def note_used(self, numbers: Iterable[str]) -> None:
        """Go on after numbers that were chosen by hand."""
        highest: dict[str, int] = {}
        for prefix, place in filter(None, map(parts_of, numbers)):
            highest[prefix] = max(highest.get(prefix, 0), place)
        for prefix, place in highest.items():
            series = self._locked(prefix)
            series.last = max(series.last, place)
            self._save(series)

    def _locked(self, prefix: str) -> NumberSeries:
        if prefix not in self._series:
            start = {"width": FIRST_WIDTH, "used_at": self._now}
            NumberSeries.objects.get_or_create(school_id=self._school, prefix=prefix, defaults=start)
            series = NumberSeries.objects.select_for_update().get(school=self._school, prefix=prefix)
            self._series[prefix] = after_lists(series)
        return self._series[prefix]

    def _save(self, series: NumberSeries) -> None:
        series.used_at = self._now
        series.save(update_fields=["width", "last", "used_at"])

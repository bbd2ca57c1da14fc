"""Holdings of one edition are one entry: the counts of documents become counts of entries, at every page exactly.

An engine counts documents, and lists the editions of which a search finds several holdings ("repeated"). Every count
loses the further holdings of these editions (docs/decisions/027-one-entry-per-edition.md).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

Found = TypeVar("Found")
Repeated = Mapping[int, int]  # by the key of an edition: how many of its holdings are found, two or more

AT_ONCE = 2_000  # editions of which facets are counted in one request; engines limit the counts of a request to 65,000
MOST_REPEATED = 10_000  # repeated editions in one answer of an engine


def further(repeated: Repeated) -> int:
    """Return the number of holdings beyond the first one of each edition."""
    return sum(repeated.values()) - len(repeated)


def all_repeated(first: Repeated, listed: Callable[[int, int], Repeated], most: int = MOST_REPEATED) -> Repeated:
    """Return all repeated editions, of which an engine lists at most `most` at once.

    `first` is its answer for all editions, `listed(low, high)` that for the keys `low <= key < high`.
    """
    return _all_between(first, 0, 2**62, listed, most)


def _all_between(
    found: Repeated, low: int, high: int, listed: Callable[[int, int], Repeated], most: int
) -> dict[int, int]:
    if len(found) < most:
        return dict(found)
    middle = sorted(found)[len(found) // 2]
    lower = _all_between(listed(low, middle), low, middle, listed, most)
    return lower | _all_between(listed(middle, high), middle, high, listed, most)


def batches(editions: Iterable[int]) -> Iterator[list[int]]:
    """Yield the editions, so many as one request may name."""
    rest = iter(editions)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


def without_further(counts: Mapping[str, int], repeated: Iterable[Mapping[str, Repeated]]) -> Mapping[str, int]:
    """Return for each value of a facet how many entries have it, of how many documents have it.

    `repeated` has by value the editions of which several holdings have that value, each edition once.
    """
    entries = dict(counts)
    for by_value in repeated:
        for value, editions in by_value.items():
            if value in entries:
                entries[value] -= further(editions)
    return entries


def first_of_each(found: Sequence[Found], editions: Iterable[int]) -> list[Found]:
    """Return what is found without further holdings of an edition; `editions` has the edition of each."""
    best: dict[int, Found] = {}
    for one, edition in zip(found, editions, strict=True):
        best.setdefault(edition, one)
    return list(best.values())

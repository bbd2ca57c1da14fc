"""Headings that look the same: without diacritics, with their words in another order, or but for one letter."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from repository.authorities.names import dates_fit

Keys = Callable[[str], set[str]]
MIN_LENGTH = 8  # letters of a key; one letter away from a shorter one are many others
MAX_GROUP = 50  # headings with one key; more are a mistake of a list, not pairs to look at


class Likeness(StrEnum):
    """Why two headings look the same, the closest first."""

    SPELLING = "spelling"  # but for diacritics, capitals and punctuation
    ORDER = "order"  # the same words in another order
    ONE_LETTER = "one_letter"


@dataclass(frozen=True)
class Entry:
    """A heading, or a variant, of an authority: its primary key, kind, folded key and years of life."""

    authority: int
    kind: str
    folded: str
    dates: str = ""


@dataclass(frozen=True)
class Pair:
    """Two authorities, the older one first, that look the same."""

    first: int
    second: int
    likeness: Likeness


def pairs_alike(entries: Iterable[Entry]) -> list[Pair]:
    """Return the pairs of authorities of one kind that look the same, the closest first; each pair once.

    The cost grows with the number of letters, not with the square of the number of headings.
    """
    listed, found = list(entries), dict[tuple[int, int], Pair]()
    for likeness, keys in _GROUPING.items():
        for first, second in _grouped(listed, keys):
            key = (min(first.authority, second.authority), max(first.authority, second.authority))
            if key not in found and key[0] != key[1] and _may_be_one(first, second, likeness):
                found[key] = Pair(*key, likeness)
    return list(found.values())


def _grouped(entries: Iterable[Entry], keys: Keys) -> Iterator[tuple[Entry, Entry]]:
    groups = defaultdict[tuple[str, str], list[Entry]](list)
    for entry in entries:
        for key in keys(entry.folded):
            groups[entry.kind, key].append(entry)
    for group in groups.values():
        if 1 < len(group) <= MAX_GROUP:
            yield from combinations(group, 2)


def _may_be_one(first: Entry, second: Entry, likeness: Likeness) -> bool:
    if not dates_fit(first.dates, second.dates):
        return False
    return likeness is not Likeness.ONE_LETTER or _one_letter_apart(first.folded, second.folded)


def _one_letter_apart(one: str, other: str) -> bool:
    """Return whether a letter was replaced, added or left out; a digit never: parts of a series differ by it."""
    shorter, longer = sorted((one, other), key=len)
    if one == other or len(longer) - len(shorter) > 1:
        return False
    start = next((i for i, pair in enumerate(zip(shorter, longer, strict=False)) if pair[0] != pair[1]), len(shorter))
    same_length = len(shorter) == len(longer)
    changed = {longer[start], *([shorter[start]] if same_length else [])}
    rest = shorter[start + 1 :] if same_length else shorter[start:]
    return rest == longer[start + 1 :] and not any(letter.isdigit() for letter in changed)


def _whole(key: str) -> set[str]:
    return {key}


def _in_order(key: str) -> set[str]:
    words = key.split()
    return {" ".join(sorted(words))} if len(words) > 1 else set()


def _with_a_letter_less(key: str) -> set[str]:
    """Return the key and each of its forms without one letter: two that are one letter apart share one of them."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))} if len(key) >= MIN_LENGTH else set()


_GROUPING: dict[Likeness, Keys] = {
    Likeness.SPELLING: _whole,
    Likeness.ORDER: _in_order,
    Likeness.ONE_LETTER: _with_a_letter_less,
}

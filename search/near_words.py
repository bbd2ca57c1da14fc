"""Words that differ from a typed one by one typing error, and how unusual that error is."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from search.vietnamese import spell

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, 0), (1, -1))  # each row is half a key right of the one above it
TELEX_MARKS = "sfrxjw"

# How unusual an error is: 1 for one that is e times rarer than a letter typed twice.
DOUBLED = 0.0
SWAPPED = 0.3
LOST = 0.5
NEIGHBOUR = 0.5
MARK_KEY = 0.5  # the key of a Telex mark that was not applied
EXTRA = 1.5
REPLACED = 3.0


def _beside() -> Mapping[str, str]:
    places = {letter: (row, column) for row, line in enumerate(ROWS) for column, letter in enumerate(line)}
    return {
        letter: "".join(other for other, (r, c) in places.items() if (r - row, c - column) in BESIDE)
        for letter, (row, column) in places.items()
    }


KEYS_BESIDE = _beside()


@lru_cache(maxsize=1_000)
def near_words(folded: str) -> Mapping[str, float]:
    """Return every word of which `folded` is one typing error away, with how unusual the error is."""
    words: dict[str, float] = {}
    for changed, unusual in _changes(folded):
        word = spell(changed) if "y" in changed else changed
        if word and word != folded and unusual < words.get(word, REPLACED + 1):
            words[word] = unusual
    return words


def _changes(typed: str) -> Iterator[tuple[str, float]]:
    for at, letter in enumerate(typed):
        before, after = typed[:at], typed[at + 1 :]
        yield before + after, _extra(letter, before, after)
        if after:
            yield before + after[0] + letter + after[1:], SWAPPED
        for other in LETTERS:
            yield before + other + after, NEIGHBOUR if other in KEYS_BESIDE.get(letter, "") else REPLACED
    for at in range(len(typed) + 1):
        for missing in LETTERS:
            yield typed[:at] + missing + typed[at:], LOST


def _extra(letter: str, before: str, after: str) -> float:
    if before.endswith(letter):
        return DOUBLED
    return MARK_KEY if letter in TELEX_MARKS and before and not after else EXTRA

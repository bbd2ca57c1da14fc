"""Words that differ from a typed one by one typing error, and how unusual that error is."""

from collections.abc import Mapping
from functools import lru_cache

from repository.spelling import spell

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


@lru_cache(maxsize=64)
def near_words(folded: str) -> Mapping[str, float]:
    """Return every word of which `folded` is one typing error away, with how unusual the error is."""
    cuts = [(folded[:at], folded[at : at + 1], folded[at + 1 :]) for at in range(len(folded) + 1)]
    inside = cuts[:-1]
    # The most unusual errors first, because a later one of the same word replaces them.
    words = dict.fromkeys([before + other + after for before, _, after in inside for other in LETTERS], REPLACED)
    words |= {before + after: _extra(letter, before, after) for before, letter, after in inside}
    words |= dict.fromkeys(
        [before + other + after for before, letter, after in inside for other in KEYS_BESIDE.get(letter, "")], NEIGHBOUR
    )
    words |= dict.fromkeys(
        [before + missing + letter + after for before, letter, after in cuts for missing in LETTERS], LOST
    )
    words |= {before + after[0] + letter + after[1:]: SWAPPED for before, letter, after in inside if after}
    words |= {before + after: DOUBLED for before, letter, after in inside if before.endswith(letter)}
    for word in [word for word in words if "y" in word]:
        unusual, normal = words.pop(word), spell(word)
        words[normal] = min(unusual, words.get(normal, unusual))
    words.pop(folded, None)
    words.pop("", None)
    return words


def _extra(letter: str, before: str, after: str) -> float:
    return MARK_KEY if letter in TELEX_MARKS and before and not after else EXTRA

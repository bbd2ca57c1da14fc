"""What may have been meant by a query with a typing error: other queries, the likeliest first.

One word is changed by one typing error, or all words are read as keys of Telex or VNI. The neighbours decide between
the words that the index has: how many documents contain the changed word beside the one before it and the one after it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from search.analysis import pairs, tokens
from search.keyboards import KEYBOARDS, as_typed_on
from search.near_words import LOST, near_words
from search.query import QUOTED, Query
from search.vietnamese import fold

MAX_WORDS = 12  # of a query that is corrected
MIN_LONE_LENGTH = 5  # characters of a word without neighbours; one letter away from a shorter one is nearly any word
MOST = 3  # corrections of one query that are tried

# Logarithms of the number of documents with two words side by side, where none has them.
NO_PAIR, NO_PAIR_TYPED = -4.0, -1.5
# How much likelier than the words as typed a correction must be, by the number of words, if these are found apart: two
# words are often meant so, four hardly ever.
GAINS = {2: 1.0, 3: 0.0}
FREQUENT = 0.75  # weight of the frequency of the word as typed: a frequent one is rarely an error


class Vocabulary(StrEnum):
    """The words of records and of their parts: with diacritics, without them, and neighbours in pairs."""

    EXACT = "exact"
    FOLDED = "folded"
    PAIRS = "folded_pairs"


class Frequencies(Protocol):
    """The numbers of resources and parts that contain words; those that none contains may be missing."""

    def __call__(self, vocabulary: Vocabulary, words: Sequence[str]) -> Mapping[str, int]: ...


@dataclass(frozen=True)
class Change:
    """The words from `at` to `end` become `words`. `unusual`: see search/near_words.py."""

    at: int
    end: int
    words: tuple[str, ...]
    unusual: float

    def of(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the words with the change."""
        return (*words[: self.at], *self.words, *words[self.end :])


@dataclass(frozen=True)
class _Candidate:
    change: Change
    missing: int  # pairs of neighbours that no document has
    likelihood: float  # logarithm


def corrections(query: Query, frequencies: Frequencies) -> Iterator[Query]:
    """Yield what may have been meant by a query that finds nothing."""
    words = _loose_words(query)
    if not 0 < len(words) <= MAX_WORDS:
        return
    for keyboard in KEYBOARDS:
        meant = [as_typed_on(keyboard, word) for word in words]
        if meant != words and _all_known(meant, frequencies):
            yield _with_words(query, meant)
    folded = [fold(word) for word in words]
    if len(folded) == 1 and len(folded[0]) < MIN_LONE_LENGTH:
        return
    for candidate in _candidates(folded, frequencies)[:MOST]:
        yield _with_changes(query, [candidate.change])


def likelier(query: Query, frequencies: Frequencies) -> Iterator[Query]:
    """Yield a correction that is much likelier than a query whose words are found, but apart."""
    words = _loose_words(query)
    folded = [fold(word) for word in words]
    if not 1 < len(words) <= MAX_WORDS:
        return
    candidates = [candidate for candidate in _candidates(folded, frequencies, apart=True) if not candidate.missing]
    if not candidates:
        return
    best = candidates[0]
    typed = frequencies(Vocabulary.PAIRS, pairs(folded))
    changed = words[best.change.at : best.change.end]
    known = frequencies(Vocabulary.EXACT if words != folded else Vocabulary.FOLDED, changed)
    gain = best.likelihood - _likelihood(pairs(folded), typed, NO_PAIR_TYPED)
    gain -= FREQUENT * math.log(1 + max((known.get(word, 0) for word in changed), default=0))
    if gain > GAINS.get(len(words), -math.inf):
        yield _with_changes(query, [best.change])


def _candidates(folded: Sequence[str], frequencies: Frequencies, *, apart: bool = False) -> list[_Candidate]:
    """Return the changes that make words of the index, the likeliest first.

    `apart`: only changes of words that no document has beside a neighbour; a number beside it does not count.
    """
    changes = [*_one_word(folded, frequencies), *_split(folded)]
    made = dict.fromkeys(pair for change in changes for pair in pairs(change.of(folded)))
    known = frequencies(Vocabulary.PAIRS, list(dict.fromkeys([*pairs(folded), *made])))
    if apart:
        changes = [change for change in changes if _is_apart(change, folded, known)]
    candidates = [_candidate(change, folded, known) for change in changes]
    return sorted(candidates, key=lambda candidate: (candidate.missing, -candidate.likelihood))


def _candidate(change: Change, folded: Sequence[str], known: Mapping[str, int]) -> _Candidate:
    made = pairs(change.of(folded))
    missing = sum(not known.get(pair) for pair in made)
    return _Candidate(change, missing, _likelihood(made, known, NO_PAIR) - change.unusual)


def _likelihood(neighbours: Sequence[str], known: Mapping[str, int], none: float) -> float:
    return sum(math.log(known[pair]) if known.get(pair) else none for pair in neighbours)


def _one_word(folded: Sequence[str], frequencies: Frequencies) -> Iterator[Change]:
    """Yield the changes that make one word of the index: a letter is changed, or a space between two was typed."""
    changes = [
        Change(at, at + 1, (near,), unusual)
        for at, word in enumerate(folded)
        if not _has_digit(word)
        for near, unusual in near_words(word).items()
    ]
    changes += [
        Change(at, at + 2, (first + second,), LOST)
        for at, (first, second) in enumerate(pairwise(folded))
        if not _has_digit(first + second)
    ]
    known = frequencies(Vocabulary.FOLDED, list(dict.fromkeys(change.words[0] for change in changes)))
    for change in changes:
        if frequency := known.get(change.words[0]):
            alone = change.end - change.at == len(folded)
            yield replace(change, unusual=change.unusual - math.log(frequency)) if alone else change


def _split(folded: Sequence[str]) -> Iterator[Change]:
    """Yield each word as two: the space between them was lost."""
    for at, word in enumerate(folded):
        for cut in range(1, len(word) if not _has_digit(word) else 0):
            yield Change(at, at + 1, (word[:cut], word[cut:]), LOST)


def _is_apart(change: Change, folded: Sequence[str], known: Mapping[str, int]) -> bool:
    around = folded[max(change.at - 1, 0) : change.end + 1]
    beside = [*folded[max(change.at - 1, 0) : change.at], *folded[change.end : change.end + 1]]
    return not any(map(_has_digit, beside)) and not all(known.get(pair) for pair in pairs(around))


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _all_known(words: Sequence[str], frequencies: Frequencies) -> bool:
    known = frequencies(Vocabulary.FOLDED, folded := [fold(word) for word in words])
    return all(known.get(word) for word in folded)


# --- the text of a query


def _loose_words(query: Query) -> list[str]:
    """Return the words outside quotation marks."""
    return [token.exact for token in tokens(_loose_text(query))]


def _loose_text(query: Query) -> str:
    """Return the text with spaces instead of what is quoted."""
    return QUOTED.sub(lambda quoted: " " * len(quoted.group()), query.text)


def _with_words(query: Query, words: Sequence[str]) -> Query:
    """Return the query with other loose words, the same number of them."""
    return _with_changes(query, [Change(at, at + 1, (word,), 0) for at, word in enumerate(words)])


def _with_changes(query: Query, changes: Sequence[Change]) -> Query:
    text, places = query.text, tokens(_loose_text(query))
    for change in reversed(changes):
        text = text[: places[change.at].start] + " ".join(change.words) + text[places[change.end - 1].end :]
    return replace(query, text=text)

"""What may have been meant by a query with a typing error: other queries, the likeliest first.

One word is changed by one typing error, or all words are read as keys of Telex or VNI. The neighbours decide between
the words that the index has: how many documents contain the changed word beside the one before it and the one after it.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from repository.spelling import fold, spell
from search.analysis import pairs, tokens
from search.keyboards import KEYBOARDS, as_typed_on
from search.near_words import EXTRA, LOST, REPLACED, near_words
from search.query import QUOTED, Query

MAX_WORDS, MAX_LETTERS = 12, 80  # of a query that is corrected; each letter makes 50 words to look up
MIN_LONE_LENGTH = 5  # characters of a word without neighbours; one letter away from a shorter one is nearly any word
MOST = 3  # corrections of one query that are tried

# Logarithms of the number of documents with two words side by side, where none has them.
NO_PAIR, NO_PAIR_TYPED = -4.0, -1.5
# How much likelier than the words as typed a correction must be, by the number of words, if these are found apart: two
# words are often meant so, four hardly ever.
GAINS = {2: 1.0, 3: 0.0}
MARKS_AGREE = 2.0  # how much likelier a word is that has the diacritics of the word as typed
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

    @property
    def is_of_spaces(self) -> bool:
        """Whether one word becomes two or two become one; the new words were not looked up alone."""
        return len(self.words) != self.end - self.at

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
    if not words or _is_too_long(words):
        return
    for keyboard in KEYBOARDS:
        meant = [as_typed_on(keyboard, word) for word in words]
        if meant != words and _all_known(meant, frequencies):
            yield _with_words(query, meant)
    folded = [fold(word) for word in words]
    if len(folded) == 1 and len(folded[0]) < MIN_LONE_LENGTH:
        return
    changes = _of_one_word(words, range(len(words)), REPLACED, frequencies)
    for candidate in _likeliest(folded, [*changes, *_split(folded), *_joined(folded)], frequencies)[:MOST]:
        yield _with_changes(query, [candidate.change])


def likelier(query: Query, frequencies: Frequencies) -> Iterator[Query]:
    """Yield a correction that is much likelier than a query whose words are found, but apart."""
    words = _loose_words(query)
    if len(words) < 2 or _is_too_long(words):
        return
    folded = [fold(word) for word in words]
    known = frequencies(Vocabulary.PAIRS, pairs(folded))
    apart = [at for at in range(len(folded)) if _is_apart(folded, at, known)]
    candidates = _likeliest(folded, list(_of_one_word(words, apart, EXTRA, frequencies)), frequencies)
    if not candidates or candidates[0].missing:
        return
    best = candidates[0]
    changed = words[best.change.at]
    typed = frequencies(Vocabulary.EXACT if words != folded else Vocabulary.FOLDED, [changed])
    frequency = typed.get(changed, 0)
    meant_as_typed = FREQUENT * math.log(1 + frequency) + (MARKS_AGREE if frequency and changed != fold(changed) else 0)
    gain = best.likelihood - _likelihood(pairs(folded), known, NO_PAIR_TYPED) - meant_as_typed
    if gain > GAINS.get(len(words), -math.inf):
        yield _with_changes(query, [best.change])


def has_unknown_word(query: Query, frequencies: Frequencies) -> bool:
    """Return whether the index lacks a word outside quotation marks, so that it must be an error."""
    return not _all_known(_loose_words(query), frequencies)


def _likeliest(folded: Sequence[str], changes: Sequence[Change], frequencies: Frequencies) -> list[_Candidate]:
    """Return the changes, the likeliest first: those first whose words stand side by side in some document.

    A space is only lost or added between words that do.
    """
    neighbours = [pairs(change.of(folded)) for change in changes]
    known = frequencies(Vocabulary.PAIRS, list(dict.fromkeys(pair for made in neighbours for pair in made)))
    candidates = [
        _Candidate(
            change, sum(not known.get(pair) for pair in made), _likelihood(made, known, NO_PAIR) - change.unusual
        )
        for change, made in zip(changes, neighbours, strict=True)
    ]
    certain = [candidate for candidate in candidates if not (candidate.missing and candidate.change.is_of_spaces)]
    return sorted(certain, key=lambda candidate: (candidate.missing, -candidate.likelihood))


def _likelihood(neighbours: Sequence[str], known: Mapping[str, int], none: float) -> float:
    return sum(math.log(known[pair]) if known.get(pair) else none for pair in neighbours)


def _of_one_word(
    words: Sequence[str], places: Iterable[int], most: float, frequencies: Frequencies
) -> Iterator[Change]:
    """Yield the changes of these words to words of the index by an error that is at most so unusual."""
    near = {at: near_words(fold(words[at])) for at in places if not _has_digit(words[at])}
    possible = dict.fromkeys(word for those in near.values() for word, unusual in those.items() if unusual <= most)
    known = frequencies(Vocabulary.FOLDED, list(possible))
    for at, those in near.items():
        found = known.keys() & those.keys()
        marked = _with_marks(words[at], found, frequencies)
        for word in found:
            frequent = math.log(known[word]) if len(words) == 1 else 0  # without neighbours, the frequency decides
            yield Change(at, at + 1, (word,), those[word] - frequent - (MARKS_AGREE if word in marked else 0))


def _with_marks(typed: str, near: Collection[str], frequencies: Frequencies) -> frozenset[str]:
    """Return those of the words near a word typed with diacritics that the index has with the same diacritics."""
    if typed == fold(typed):
        return frozenset()
    spelt = {spell(word): folded for word in near_words(typed) if (folded := fold(spell(word))) in near}
    return frozenset(spelt[word] for word in frequencies(Vocabulary.EXACT, list(spelt)))


def _split(folded: Sequence[str]) -> Iterator[Change]:
    """Yield each word as two: the space between them was lost."""
    for at, word in enumerate(folded):
        for cut in range(1, len(word) if not _has_digit(word) else 0):
            yield Change(at, at + 1, (word[:cut], word[cut:]), LOST)


def _joined(folded: Sequence[str]) -> Iterator[Change]:
    """Yield each two neighbours as one: a space was typed inside a word."""
    for at, (first, second) in enumerate(pairwise(folded)):
        if len(folded) > 2 and not _has_digit(first + second):
            yield Change(at, at + 2, (first + second,), LOST)


def _is_apart(folded: Sequence[str], at: int, known: Mapping[str, int]) -> bool:
    """Return whether a word is beside one of its neighbours in no document; a number beside it does not count."""
    around = folded[max(at - 1, 0) : at + 2]
    beside = [*folded[max(at - 1, 0) : at], *folded[at + 1 : at + 2]]
    return not any(map(_has_digit, beside)) and not all(known.get(pair) for pair in pairs(around))


def _is_too_long(words: Sequence[str]) -> bool:
    return len(words) > MAX_WORDS or sum(map(len, words)) > MAX_LETTERS


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

"""Misspelt words of grades, subjects and kinds, as the vocabulary writes them: *lich sư 8* is *lịch sử 8*.

An expression of several words may have wrong marks, or one typing error in one word. A single word is changed only
where that makes the whole question understood, of at least two parts: nearly every short word is near another one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.analysis import Token, tokens
from search.meaning import Meaning
from search.near_words import EXTRA, NEIGHBOUR, SWAPPED, near_words
from search.plain_questions.grades import bare_grade
from search.plain_questions.vocabulary import Vocabulary, Words, same_word
from search.query import MAX_WORDS, QUOTED

MAX_ROUNDS = 3  # expressions of one question that are written anew
MIN_LETTERS, MAX_LETTERS = 3, 20  # of a word with a typing error in its letters
GRADE_CUES = tuple(map(tokens, ("lớp", "khối", "grade")))
WRONG_MARKS = 0.1  # how unusual other marks are, beside the errors of search/near_words.py

Understand = Callable[[str], Meaning]


@dataclass(frozen=True)
class _Change:
    """The words from `at` are meant as `words`. `unusual`: see search/near_words.py."""

    at: int
    words: Words
    unusual: float


def respelt(text: str, vocabulary: Vocabulary, understand: Understand) -> str:
    """Return the question with misspelt words of the vocabulary as it has them; the same text if there are none."""
    for _round in range(MAX_ROUNDS):
        better = _one_respelt(text, vocabulary, understand)
        if better is None:
            break
        text = better
    return text


def _one_respelt(text: str, vocabulary: Vocabulary, understand: Understand) -> str | None:
    """Return the question with the change by which most is understood, by the most usual error; None without one."""
    typed = tokens(QUOTED.sub(lambda quoted: " " * len(quoted.group()), text))[:MAX_WORDS]
    before = understand(text)
    unknown = {token.start for token in (before.rest if before else typed)}
    best: tuple[int, float, int, str] | None = None
    for change in _changes(typed, vocabulary):
        there = typed[change.at : change.at + len(change.words)]
        changed = [word for word, meant in zip(there, change.words, strict=True) if not same_word(word, meant)]
        if not all(word.start in unknown for word in changed):
            continue
        other = _with(text, there, change.words)
        after = understand(other)
        is_whole = not after.rest and len(after.terms) > 1
        gains = len(after.terms) > len(before.terms) and len(after.rest) < len(unknown)
        if not gains or not (is_whole or len(change.words) > 1):
            continue
        rank = (len(after.rest), change.unusual, -len(change.words), other)
        best = min(best, rank) if best else rank
    return best[-1] if best else None


def _changes(typed: Sequence[Token], vocabulary: Vocabulary) -> Iterator[_Change]:
    """Yield the expressions that the question nearly has at some place."""
    for at, word in enumerate(typed):
        for place, words in vocabulary.containing.get(word.folded, ()):
            there = typed[max(at - place, 0) : at - place + len(words)]
            unusual = _unusual(there, words) if at >= place and len(there) == len(words) else 0
            if unusual:
                yield _Change(at - place, words, unusual)
        near = {**near_words(word.folded), word.folded: WRONG_MARKS} if len(word.folded) < MAX_LETTERS else {}
        for folded in near.keys() & vocabulary.single.keys():
            for words in vocabulary.single[folded]:
                if unusual := _unusual([word], words):
                    yield _Change(at, words, unusual)
        if at + 1 < len(typed) and bare_grade(typed[at + 1]) is not None:
            yield from (_Change(at, tuple(cue), near[cue[0].folded]) for cue in GRADE_CUES if _is_near(near, cue[0]))


def _is_near(near: Mapping[str, float], cue: Token) -> bool:
    return near.get(cue.folded, EXTRA) <= NEIGHBOUR


def _unusual(there: Sequence[Token], words: Words) -> float:
    """Return how unusual the errors are: wrong marks, or one other error; 0 without one, and for words not near."""
    most = NEIGHBOUR if len(words) > 1 else SWAPPED
    errors = [error for word, meant in zip(there, words, strict=True) if (error := _error(word, meant, most)) != 0]
    found = [error for error in errors if error is not None]
    is_near = len(found) == len(errors) and (len(found) == 1 or all(error == WRONG_MARKS for error in found))
    return sum(found) if is_near else 0


def _error(word: Token, meant: Token, most: float) -> float | None:
    """Return how unusual the error in a word is: 0 without one; None for another word.

    In a word of MIN_LETTERS the error may be at most so unusual.
    """
    if same_word(word, meant):
        return 0
    if word.folded == meant.folded:
        return WRONG_MARKS
    if len(meant.folded) < MIN_LETTERS or not meant.folded.isalpha() or len(word.folded) >= MAX_LETTERS:
        return None
    error = near_words(word.folded).get(meant.folded)
    if error is None or error > (EXTRA if len(meant.folded) > MIN_LETTERS else most):
        return None
    return 2 * WRONG_MARKS + error


def _with(text: str, there: Sequence[Token], words: Words) -> str:
    meant = " ".join(token.exact for token in words)
    return text[: there[0].start] + meant + text[there[-1].end :]

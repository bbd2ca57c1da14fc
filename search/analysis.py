"""Text analysis: turns text into tokens, the same way for documents and queries.

Both engines only split its output at whitespace. Libraries considered: underthesea and pyvi segment Vietnamese with
statistical models, which may split a short query otherwise than a long page; PyICU splits words, but does not unify the
spellings of repository/spelling.py.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from repository.spelling import fold, spell
from search.compounds import IN_TEXT, PIECES, TYPED, is_compound, joined, may_have_compounds

MAX_TOKEN_LENGTH = 60  # characters; engines cut or refuse very long tokens

NEIGHBOURS = 8  # words on each side of a compound that are indexed with it; longer phrases are found in pieces only

# The token at both ends of a value and between values, which no phrase crosses.
EDGE = "¶"


class Token(NamedTuple):
    """The word `text[start:end]` in its normal spelling, with and without diacritics.

    A tuple instead of a dataclass, because a page has hundreds of tokens.
    """

    exact: str
    folded: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order, compounds in pieces; positions refer to the text as given."""
    return [_token(match.group(), match) for match in PIECES.finditer(text)]


def joined_tokens(text: str) -> list[Token]:
    """Return the words of a text with each compound as one word (search/compounds.py); nothing if it has none."""
    return _joined_tokens(text, IN_TEXT) if may_have_compounds(text) else []


def _joined_tokens(text: str, pattern: re.Pattern[str]) -> list[Token]:
    found, has_compound = list[Token](), False
    for match in pattern.finditer(text):
        if is_compound(match):
            found.append(_token(joined(match.group()), match))
            has_compound = True
        else:
            found += [_token(piece.group(), piece) for piece in PIECES.finditer(text, *match.span())]
    return found if has_compound else []


def readings(text: str) -> list[list[Token]]:
    """Return the words of a text with compounds in pieces and, if it has any, with each as one word."""
    return [reading for reading in (tokens(text), joined_tokens(text)) if reading]


def compound_windows(text: str) -> list[list[Token]]:
    """Return the compounds of a text as one word each, with NEIGHBOURS words around them; close ones together."""
    words = joined_tokens(text)
    if not words:
        return []
    pieces = {(token.start, token.end) for token in tokens(text)}
    windows: list[tuple[int, int]] = []
    for at, token in enumerate(words):
        if (token.start, token.end) in pieces:
            continue
        start, end = max(at - NEIGHBOURS, 0), at + NEIGHBOURS + 1
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return [words[start:end] for start, end in windows]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text without positions, with diacritics."""
    return tuple(token.exact for token in tokens(text))


def joined_words(typed: str) -> tuple[str, ...]:
    """Return the words of a query with each compound as one word, without positions; nothing if it has none."""
    return tuple(token.exact for token in _joined_tokens(typed, TYPED))


def pairs(words: Sequence[str]) -> list[str]:
    """Return pairs of neighbours as one word (quoc_phong): most Vietnamese words have two syllables."""
    return [f"{first}_{second}" for first, second in itertools.pairwise(words)]


@dataclass(frozen=True)
class Analysed:
    """The four texts that engines index for a field; they split them at whitespace."""

    exact: str
    folded: str
    exact_pairs: str
    folded_pairs: str


def analyse(values: Iterable[str]) -> Analysed:
    """Analyse several values of one field, each between edges, and then its compounds in one piece."""
    exact, folded, exact_pairs, folded_pairs = [EDGE], [EDGE], list[str](), list[str]()
    runs = (run for value in values if value for run in (tokens(value), *compound_windows(value)) if run)
    for words_of_value in runs:
        marked, plain = [token.exact for token in words_of_value], [token.folded for token in words_of_value]
        exact += [*marked, EDGE]
        folded += [*plain, EDGE]
        exact_pairs += pairs(marked)
        folded_pairs += pairs(plain)
    return Analysed(" ".join(exact), " ".join(folded), " ".join(exact_pairs), " ".join(folded_pairs))


def _token(word: str, match: re.Match[str]) -> Token:
    exact = spell(word)[:MAX_TOKEN_LENGTH]
    return Token(exact, fold(exact), match.start(), match.end())

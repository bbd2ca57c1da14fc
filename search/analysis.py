"""Text analysis: turns text into tokens, the same way for documents and queries.

Both engines only split its output at whitespace. Libraries considered: underthesea and pyvi segment Vietnamese with
statistical models, which may split a short query otherwise than a long page; PyICU splits words, but does not unify the
spellings of search/vietnamese.py.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.vietnamese import fold, spell

# Letters and digits, with the combining marks of decomposed text and the soft hyphens of PDF files.
WORD = re.compile("(?:[^\\W_][\u0300-\u036f\u00ad\u200b-\u200d]*)+")
MAX_TOKEN_LENGTH = 60  # characters; engines cut or refuse very long tokens

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
    """Return the words of a text in order; positions refer to the text as given."""
    return [_token(match) for match in WORD.finditer(text)]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text without positions, with diacritics."""
    return tuple(token.exact for token in tokens(text))


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
    """Analyse several values of one field, each between edges."""
    exact, folded, exact_pairs, folded_pairs = [EDGE], [EDGE], list[str](), list[str]()
    for value in values:
        words_of_value = tokens(value)
        if not words_of_value:
            continue
        marked, plain = [token.exact for token in words_of_value], [token.folded for token in words_of_value]
        exact += [*marked, EDGE]
        folded += [*plain, EDGE]
        exact_pairs += pairs(marked)
        folded_pairs += pairs(plain)
    return Analysed(" ".join(exact), " ".join(folded), " ".join(exact_pairs), " ".join(folded_pairs))


def _token(match: re.Match[str]) -> Token:
    exact = spell(match.group())[:MAX_TOKEN_LENGTH]
    return Token(exact, fold(exact), match.start(), match.end())

"""Text becomes tokens, the same for what is indexed and for what is asked; both engines only split at white space."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.vietnamese import fold, spell

# Letters and digits, with the combining marks of decomposed text and the soft hyphens that PDF files carry.
WORD = re.compile("(?:[^\\W_][\u0300-\u036f\u00ad\u200b-\u200d]*)+")
MAX_TOKEN_LENGTH = 60  # longer is no word, and engines cut or refuse very long ones

# Stands at both ends of a value and between values: no phrase runs across it, and a whole title is a phrase with both.
EDGE = "¶"


class Token(NamedTuple):
    """A word of `text[start:end]`, spelt in one way, with and without marks. A tuple: a page has hundreds of them."""

    exact: str
    folded: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text in order; positions are those of the text as given."""
    return [_token(match) for match in WORD.finditer(text)]


def words(text: str) -> tuple[str, ...]:
    """The words alone, marks kept."""
    return tuple(token.exact for token in tokens(text))


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbours as one word, quoc_phong: most words of Vietnamese have two syllables."""
    return [f"{first}_{second}" for first, second in itertools.pairwise(words)]


@dataclass(frozen=True)
class Analysed:
    """What engines index of a field: four texts that they split at white space."""

    exact: str
    folded: str
    exact_pairs: str
    folded_pairs: str


def analyse(values: Iterable[str]) -> Analysed:
    """The words of several values, each between edges."""
    exact, folded, exact_pairs, folded_pairs = [EDGE], [EDGE], list[str](), list[str]()
    for value in values:
        found = tokens(value)
        if not found:
            continue
        marked, plain = [token.exact for token in found], [token.folded for token in found]
        exact += [*marked, EDGE]
        folded += [*plain, EDGE]
        exact_pairs += pairs(marked)
        folded_pairs += pairs(plain)
    return Analysed(" ".join(exact), " ".join(folded), " ".join(exact_pairs), " ".join(folded_pairs))


def _token(match: re.Match[str]) -> Token:
    exact = spell(match.group())[:MAX_TOKEN_LENGTH]
    return Token(exact, fold(exact), match.start(), match.end())

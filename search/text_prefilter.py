"""A prefilter of texts: whether one may contain the words, before it is tokenised, which takes ten times longer.

A text that it rejects does not contain the words; one that it passes may (search/analysis.py decides).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from search.analysis import MAX_TOKEN_LENGTH
from search.vietnamese import LIGATURES, fold

LETTER = r"[^\W_]"
# Combining marks and invisible characters inside words, as in search.analysis.WORD.
INSIDE_WORDS = (*range(0x300, 0x370), 0xAD, *range(0x200B, 0x200E))
FIRST_UNMARKED = 0x20000  # no character from here on has diacritics


def normalise(text: str) -> str:
    """Return the text in lower case without diacritics, with i for y, because spellings exchange them."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()).translate(_table())


def word(folded: str) -> re.Pattern[str]:
    """Return a pattern that finds the folded word in a normalised text."""
    return re.compile(_word(folded))


def phrase(folded: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds the folded words side by side in a normalised text."""
    return re.compile(r"[\W_]+".join(map(_word, folded)))


@cache
def _table() -> dict[int, str]:
    """Return the replacement of each character; ASCII maps to itself, because a missing entry is slower."""
    ascii_characters = {code: chr(code) for code in range(0x80)}
    marked = {code: fold(chr(code)) for code in range(0x80, FIRST_UNMARKED) if unicodedata.decomposition(chr(code))}
    removed = dict.fromkeys(INSIDE_WORDS, "")
    return ascii_characters | marked | removed | LIGATURES | {ord("đ"): "d"} | _as_i(marked)


def _as_i(marked: dict[int, str]) -> dict[int, str]:
    return dict.fromkeys((ord("y"), *(code for code, letter in marked.items() if letter == "y")), "i")


def _word(folded: str) -> str:
    end = f"(?!{LETTER})" if len(folded) < MAX_TOKEN_LENGTH else f"{LETTER}*"
    return f"(?<!{LETTER}){re.escape(normalise(folded))}{end}"

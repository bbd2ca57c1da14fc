"""A prefilter of texts: whether one may contain the words, before it is tokenised, which takes ten times longer.

A text that it rejects does not contain the words; one that it passes may (search/analysis.py decides).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from repository.spelling import SUPERSCRIPTS, fold, same_letters
from search.analysis import MAX_TOKEN_LENGTH

LETTER = r"[^\W_]"
COMBINING_MARKS = range(0x300, 0x370)  # inside words, as the signs without width in same_letters
# What may stand inside a word that is written in several pieces (search/compounds.py): 1.000.000, infor- / mation.
INSIDE_COMPOUNDS = r"[.,'’\s\-‐‑]*"
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
    removed = dict.fromkeys(COMBINING_MARKS, "")
    forms = {code: fold(form.lower()).replace("y", "i") for code, form in same_letters().items()}
    powers = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in SUPERSCRIPTS}
    return ascii_characters | marked | _as_i(marked) | removed | forms | powers | {ord("đ"): "d"}


def _as_i(marked: dict[int, str]) -> dict[int, str]:
    return dict.fromkeys((ord("y"), *(code for code, letter in marked.items() if letter == "y")), "i")


def _word(folded: str) -> str:
    end = f"(?!{LETTER})" if len(folded) < MAX_TOKEN_LENGTH else f"{LETTER}*"
    characters = INSIDE_COMPOUNDS.join(map(re.escape, normalise(folded)))
    return f"(?<!{LETTER}){characters}{end}"

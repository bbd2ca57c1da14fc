"""A glance at a text: whether it may hold the words, before it is read word by word, which takes ten times longer.

What a glance passes over does not hold them; what it stops at may (search/analysis.py has the last word).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from search.analysis import MAX_TOKEN_LENGTH
from search.vietnamese import LIGATURES, fold

LETTER = r"[^\W_]"
# Marks and unseen characters inside words, as search.analysis.WORD has them.
INSIDE_WORDS = (*range(0x300, 0x370), 0xAD, *range(0x200B, 0x200E))
KNOWN = 0x20000  # characters beyond have no marks


def normalise(text: str) -> str:
    """The text without marks, small; i and y as one, because some spellings exchange them."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()).translate(_table())


@cache
def _table() -> dict[int, str]:
    """What each character becomes; those that stay are named too, if people write them: to miss one takes longer."""
    signs = {code: chr(code) for code in range(0x80)}
    marked = {code: fold(chr(code)) for code in range(0x80, KNOWN) if unicodedata.decomposition(chr(code))}
    return signs | marked | dict.fromkeys(INSIDE_WORDS, "") | LIGATURES | {ord("đ"): "d"} | _as_i(marked)


def _as_i(marked: dict[int, str]) -> dict[int, str]:
    return dict.fromkeys((ord("y"), *(code for code, letter in marked.items() if letter == "y")), "i")


def word(folded: str) -> re.Pattern[str]:
    """Where a plain text may hold the word."""
    return re.compile(_word(folded))


def phrase(folded: Iterable[str]) -> re.Pattern[str]:
    """Where a plain text may hold these words side by side."""
    return re.compile(r"[\W_]+".join(map(_word, folded)))


def _word(folded: str) -> str:
    end = f"(?!{LETTER})" if len(folded) < MAX_TOKEN_LENGTH else f"{LETTER}*"
    return f"(?<!{LETTER}){re.escape(normalise(folded))}{end}"

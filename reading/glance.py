"""A glance at a text: whether it may hold the words, before it is read word by word, which takes fifty times longer.

What a glance passes over does not hold them; what it stops at may (search/analysis.py has the last word).
"""

import re
import unicodedata
from collections.abc import Iterable

from search.analysis import LONGEST
from search.vietnamese import LIGATURES, fold

# Marks and unseen characters inside words, as search.analysis.WORD has them.
INSIDE_WORDS = dict.fromkeys((*range(0x300, 0x370), 0xAD, *range(0x200B, 0x200E)))
LETTER = r"[^\W_]"


class _Plain(dict[int, str]):
    """Characters without marks, learnt as they come; i and y as one, because some spellings exchange them."""

    def __missing__(self, code: int) -> str:
        plain = "i" if chr(code) == "y" else fold(chr(code)) or chr(code)
        self[code] = plain.replace("y", "i")
        return self[code]


PLAIN = _Plain()


def plain(text: str) -> str:
    """The text without marks, small."""
    composed = unicodedata.normalize("NFC", text.translate(LIGATURES))
    return unicodedata.normalize("NFC", composed.lower()).translate(INSIDE_WORDS).translate(PLAIN)


def word(folded: str) -> re.Pattern[str]:
    """Where a plain text may hold the word."""
    return re.compile(_word(folded))


def phrase(folded: Iterable[str]) -> re.Pattern[str]:
    """Where a plain text may hold these words side by side."""
    return re.compile(r"[\W_]+".join(map(_word, folded)))


def _word(folded: str) -> str:
    end = f"(?!{LETTER})" if len(folded) < LONGEST else f"{LETTER}*"
    return f"(?<!{LETTER}){re.escape(plain(folded))}{end}"

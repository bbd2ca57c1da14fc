"""Words that are written in one piece or in several: TP.HCM and TPHCM, 1.000.000 and 1000000, infor- / mation.

A text and a query with such a compound are read twice: in pieces, and with each compound as one word. What is written
in one way is then found by the other. This file decides what a compound is; one too many only enlarges the index.
"""

import re

MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"  # inside words: combining marks and signs without width
CHARACTER = f"[^\\W_][{MARKS}]*"
LETTER = f"[^\\W\\d_][{MARKS}]*"
WORD = f"(?:{CHARACTER})+"
HYPHENS = "-‐‑"  # as typed, and two that Unicode names so
SPACES = " \u00a0\u2009\u202f"
MIN_NUMBER = 9  # digits of a number with hyphens; shorter ones are ranges (2-3) and dates

_HYPHEN = f"[{re.escape(HYPHENS)}]"
_BREAK = "[ \\t]*\\r?\\n[ \\t]*"
_CAPITAL = "[A-ZĐ]"


def _pattern(capital: str, city: str) -> re.Pattern[str]:
    """Return the pattern of a compound or else a word; at the beginning of a word only."""
    kinds = (
        f"(?<!\\d)97[89](?:[{SPACES}{re.escape(HYPHENS)}]?\\d){{10}}(?!\\d)",  # ISBN
        f"(?<!\\d)\\d{{1,3}}(?:[.,'’{SPACES}]\\d{{3}})+(?!\\d)(?:{CHARACTER})*",  # 1.000.000, 10 000đ
        # COVID-19, e-mail, 0-306-40615-2; at the end of a line infor- / mation, also with a soft hyphen
        f"(?:{CHARACTER})++(?:(?:{_HYPHEN}(?:{_BREAK})?|(?<=\u00ad){_BREAK})(?:{CHARACTER})++)+",
        f"(?:{capital}\\w{{0,2}}\\.\\s?|{city})(?:{capital}){{2,}}(?:{CHARACTER})*",  # TP. HCM, TP HCM
        f"(?:{LETTER}){{1,5}}(?:\\.(?:{CHARACTER}){{1,5}})+(?!{CHARACTER})",  # TP.HCM, U.S.A, Q.1
        f"(?:{LETTER}){{1,2}}['’](?:{LETTER}){{3,}}",  # H'Mông, but not it's
    )
    return re.compile(f"(?P<compound>{'|'.join(kinds)})|{WORD}")


PIECES = re.compile(WORD)
# People type `tp. hcm` and `tp hcm`; in a text, small letters like these are the end of a sentence.
IN_TEXT, TYPED = _pattern(_CAPITAL, "T[Pp]\\s"), _pattern(LETTER, "[Tt][Pp]\\s")
# Whether a text may have a compound at all: much faster than to look for one at each word.
_SIGNS = re.compile(
    f"[^\\W_][{MARKS}]*[.,'’{re.escape(HYPHENS)}][^\\W_]|[{re.escape(HYPHENS)}\u00ad]{_BREAK}"
    f"|\\d[{SPACES}]\\d|(?:\\.|T[Pp])\\s{_CAPITAL}{_CAPITAL}"
)
_SEPARATOR = re.compile(f"[.,'’\\s{re.escape(HYPHENS)}]+")


def may_have_compounds(text: str) -> bool:
    """Return whether a text has signs of a compound; if not, it has none."""
    return _SIGNS.search(text) is not None


def joined(compound: str) -> str:
    """Return a compound without what separates its pieces."""
    return _SEPARATOR.sub("", compound)


def is_compound(match: re.Match[str]) -> bool:
    """Return whether a match of these patterns is a word in several pieces, and not a range of numbers such as 2-3."""
    text = match["compound"]
    if text is None:
        return False
    digits = sum(character.isdigit() for character in text)
    return len(joined(text)) > digits or digits >= MIN_NUMBER or not any(hyphen in text for hyphen in HYPHENS)

"""Grades as people write them: lớp 6, lớp sáu, khối 6, lớp 6A1, L6, lop6, grade 6, 6th grade."""

import re
from collections.abc import Sequence

from search.analysis import Token

CUES = frozenset({"lop", "khoi", "grade", "grades", "class", "l"})
NUMBER_WORDS = (
    *("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"),
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
)
ORDINAL_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
HIGHEST = 12
CLASS_NAME = re.compile(r"(\d{1,2})[a-z]\d{0,2}")  # 6A, 6A1, 10A13
GLUED = re.compile(r"(?:lop|khoi|grade|l)(\d{1,2})")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")


def grade_at(words: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Return the grade that begins at a word, and the number of words; None if none does."""
    word = words[at].folded
    following = [token.folded for token in words[at + 1 : at + 3]]
    if glued := GLUED.fullmatch(word):
        return _checked(glued[1], 1)
    if following[:1] == ["grade"]:
        if ordinal := ORDINAL.fullmatch(word):
            return _checked(ordinal[1], 2)
        return (ORDINAL_WORDS.index(word) + 1, 2) if word in ORDINAL_WORDS else None
    return _after_cue(following) if word in CUES else None


def bare_grade(word: Token) -> int | None:
    """Return the grade that a number alone may be, as in "toán 6" and "toán 6A"."""
    name = CLASS_NAME.fullmatch(word.folded)
    found = _checked(name[1] if name else word.folded, 1)
    return found[0] if found else None


def _after_cue(following: Sequence[str]) -> tuple[int, int] | None:
    if not following:
        return None
    for taken in range(len(following), 0, -1):
        if (text := " ".join(following[:taken])) in NUMBER_WORDS:
            return NUMBER_WORDS.index(text) % HIGHEST + 1, taken + 1
    name = CLASS_NAME.fullmatch(following[0])
    return _checked(name[1] if name else following[0], 2)


def _checked(digits: str, length: int) -> tuple[int, int] | None:
    is_grade = digits.isascii() and digits.isdigit() and 1 <= int(digits) <= HIGHEST
    return (int(digits), length) if is_grade else None

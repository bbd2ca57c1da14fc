"""The numbers printed on the pages of a scan, from the first and last line of each page's text.

A single number may be misread. The offset between printed number and position that most pages agree on numbers all
pages, also those whose number was misread or not printed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from repository.page_numbering import numbered, roman

_ARABIC = re.compile(r"^\W*(\d{1,4})\W*$")
_ROMAN = re.compile(r"^\W*([ivxl]{1,7})\W*$")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_MIN_AGREEING = 3  # pages
_MIN_SHARE = 0.6  # of the pages with a number


def labels(texts: Sequence[str]) -> list[str]:
    """Return a label for each page: as printed (iv, 12), or its position in square brackets; no labels if unsure."""
    numbers = [_edge(text, _ARABIC) for text in texts]
    body = _offset((position - int(number) for position, number in enumerate(numbers, 1) if number), _MIN_AGREEING)
    if body is None or body < 0:
        return []
    romans = [_roman_value(_edge(text, _ROMAN)) for text in texts[:body]]
    front = _offset((position - value for position, value in enumerate(romans, 1) if value), 1)
    return numbered(len(texts), body=body, front=front)


def _edge(text: str, pattern: re.Pattern[str]) -> str:
    """Return the number that is alone on the last line, or else on the first; empty if there is none."""
    lines = text.strip().split("\n")
    match = pattern.match(lines[-1]) or pattern.match(lines[0])
    return match[1] if match else ""


def _offset(offsets: Iterable[int], min_agreeing: int) -> int | None:
    """Return the offset that enough pages agree on, or None."""
    counted = Counter(offsets)
    if not counted:
        return None
    offset, agreed = counted.most_common(1)[0]
    return offset if agreed >= min_agreeing and agreed >= _MIN_SHARE * counted.total() else None


def _roman_value(numerals: str) -> int:
    """Return the value of lower-case Roman numerals; 0 if they are not in the usual form."""
    value = 0
    for letter, following in pairwise(f"{numerals} "):
        value += -_VALUES[letter] if _VALUES.get(following, 0) > _VALUES[letter] else _VALUES[letter]
    return value if numerals and roman(value) == numerals else 0

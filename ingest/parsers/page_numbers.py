"""The numbers printed on the pages of a scan, from what was read at their heads and feet.

One number read wrongly says little, many that rise with the pages say which page is which: the offset that most of them
agree on numbers all pages, also those whose own number was misread or never printed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

_ARABIC = re.compile(r"^\W*(\d{1,4})\W*$")
_ROMAN = re.compile(r"^\W*([ivxl]{1,7})\W*$")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_SIGNS = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ENOUGH = 3  # pages that must agree
_SHARE = 0.6  # part of the pages with a number that must agree


def labels(texts: Sequence[str]) -> list[str]:
    """A label for each page, as printed (iv, 12), in square brackets where it is only counted; nothing if unsure."""
    numbers = [_edge(text, _ARABIC) for text in texts]
    body = _offset((place - int(number) for place, number in enumerate(numbers, 1) if number), _ENOUGH)
    if body is None or body < 0:
        return []
    romans = [_roman(_edge(text, _ROMAN)) for text in texts[:body]]
    front = _offset((place - value for place, value in enumerate(romans, 1) if value), 1)
    return [_label(place, body, front) for place in range(1, len(texts) + 1)]


def _label(place: int, body: int, front: int | None) -> str:
    if place > body:
        return str(place - body)
    if front is not None and place > front >= 0:
        return roman(place - front)
    return f"[{place}]"


def _edge(text: str, pattern: re.Pattern[str]) -> str:
    """The number that stands alone on the last line, or on the first."""
    lines = text.strip().split("\n")
    found = pattern.match(lines[-1]) or pattern.match(lines[0])
    return found[1] if found else ""


def _offset(offsets: Iterable[int], enough: int) -> int | None:
    """What most of the pages agree on."""
    counted = Counter(offsets)
    if not counted:
        return None
    offset, agreed = counted.most_common(1)[0]
    return offset if agreed >= enough and agreed >= _SHARE * counted.total() else None


def roman(number: int) -> str:
    """A small number in small Roman letters."""
    written = ""
    for value, sign in _SIGNS:
        written += sign * (number // value)
        number %= value
    return written


def _roman(written: str) -> int:
    """Its value; 0 for what nobody writes so."""
    value = 0
    for sign, following in pairwise(f"{written} "):
        value += -_VALUES[sign] if _VALUES.get(following, 0) > _VALUES[sign] else _VALUES[sign]
    return value if written and roman(value) == written else 0

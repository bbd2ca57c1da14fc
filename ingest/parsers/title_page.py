"""The title on a title page: the largest lines of it, where they stand out and read like a title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from repository.word_boxes import Word

_STANDS_OUT = 1.25  # times the page's ordinary letters
_ALIKE = 0.86  # lines of a title differ by less; a subtitle is smaller
_MAX_LINES = 4
_SURE = 80.0
_NO_TITLE = re.compile(
    r"(bộ giáo dục|sở giáo dục|phòng giáo dục|nhà xuất bản|^nxb\b|uỷ ban|ủy ban|cộng hoà xã hội|"
    r"cộng hòa xã hội|độc lập|"
    r"trường (đại học|thpt|thcs|tiểu học)|mục lục|lời nói đầu|lời giới thiệu|contents|table of contents|abstract|isbn|"
    r"^chương\b|^bài\s+\d|^\d{1,2}(?:\.\d+)*\.?\s+(?-i:[^\W\d_a-z])|^chapter\b|^trang\b|www\.|https?:|@)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """A line of a page: its letter size in any unit that is the page's own, and how sure its words are (0–100)."""

    text: str
    size: float
    sure: float = 100.0


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that the words of a page stand in; a line is as tall as its tall letters, as sure as its least word."""
    lines = [list(line) for _number, line in groupby(words, key=lambda word: word.line)]
    return [_line(line) for line in lines]


def _line(words: Sequence[Word]) -> Line:
    heights = sorted(word.y1 - word.y0 for word in words)
    return Line(
        " ".join(word.text for word in words), heights[(3 * len(heights) - 1) // 4], min(w.confidence for w in words)
    )


def title_in(lines: Sequence[Line]) -> str:
    """The title, or nothing where no line stands out, or what stands out is no title."""
    worded = [line for line in lines if sum(sign.isalpha() for sign in line.text) >= 2]
    if not worded:
        return ""
    largest = max(line.size for line in worded)
    others = sorted(line.size for line in worded if line.size < _ALIKE * largest)
    if others and largest < _STANDS_OUT * others[len(others) // 2]:
        return ""
    begin = next(n for n, line in enumerate(worded) if line.size >= _ALIKE * largest)
    chosen = []
    for line in worded[begin:]:
        if line.size < _ALIKE * largest:
            break
        chosen.append(line)
    title = " ".join(line.text for line in chosen).strip(" .,:;–—-")
    refused = len(chosen) > _MAX_LINES or not 4 <= len(title) <= 200 or _NO_TITLE.search(title)
    unsure = min(line.sure for line in chosen) < _SURE
    alone = not others  # nothing smaller beneath it: no line stands out
    letters = sum(sign.isalpha() or sign.isspace() for sign in title)
    return "" if refused or unsure or alone or letters < 0.7 * len(title) else title

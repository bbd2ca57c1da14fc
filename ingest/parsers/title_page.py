"""Find the title on a title page: its largest lines, if they stand out and read like a title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.parsers.person_names import is_author_line
from repository.word_boxes import Word

_MIN_RATIO = 1.25  # of the title's letter size to the median of the other lines
_SAME_SIZE = 0.86  # lines of one title differ by less; a subtitle is smaller
_MAX_LINES = 4
_MIN_CONFIDENCE = 80.0
_NOT_A_TITLE = re.compile(
    r"(bộ giáo dục|sở giáo dục|phòng giáo dục|nhà xuất bản|^nxb\b|uỷ ban|ủy ban|cộng hoà xã hội|"
    r"cộng hòa xã hội|độc lập|"
    r"trường (đại học|thpt|thcs|tiểu học)|mục lục|lời nói đầu|lời giới thiệu|contents|table of contents|abstract|isbn|"
    r"^chương\b|^bài\s+\d|^\d{1,2}(?:\.\d+)*\.?\s+(?-i:[^\W\d_a-z])|^chapter\b|^trang\b|www\.|https?:|@)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PageLine:
    """A line of a page: letter size in any unit, the same for the page; lowest confidence of its words, 0–100."""

    text: str
    size: float
    confidence: float = 100.0


def lines_of(words: Iterable[Word]) -> list[PageLine]:
    """Return the lines of a page's words; the size of a line is that of its tall letters."""
    lines = [list(line) for _number, line in groupby(words, key=lambda word: word.line)]
    return [_line(line) for line in lines]


def _line(words: Sequence[Word]) -> PageLine:
    heights = sorted(word.y1 - word.y0 for word in words)
    return PageLine(
        " ".join(word.text for word in words), heights[(3 * len(heights) - 1) // 4], min(w.confidence for w in words)
    )


def title_in(lines: Sequence[PageLine]) -> str:
    """Return the title; empty if no line stands out, or what stands out is not a title."""
    with_words = [line for line in lines if sum(char.isalpha() for char in line.text) >= 2]
    if not with_words:
        return ""
    largest = max(line.size for line in with_words)
    others = sorted(line.size for line in with_words if line.size < _SAME_SIZE * largest)
    if others and largest < _MIN_RATIO * others[len(others) // 2]:
        return ""
    start = next(n for n, line in enumerate(with_words) if line.size >= _SAME_SIZE * largest)
    title_lines = []
    for line in with_words[start:]:
        if line.size < _SAME_SIZE * largest:
            break
        title_lines.append(line)
    title_lines = _without_authors(title_lines)
    title = " ".join(line.text for line in title_lines).strip(" .,:;–—-")
    is_unlikely = len(title_lines) > _MAX_LINES or not 4 <= len(title) <= 200 or _NOT_A_TITLE.search(title)
    is_uncertain = min(line.confidence for line in title_lines) < _MIN_CONFIDENCE
    is_alone = not others  # no smaller line: nothing stands out
    letters = sum(char.isalpha() or char.isspace() for char in title)
    return "" if is_unlikely or is_uncertain or is_alone or letters < 0.7 * len(title) else title


def _without_authors(lines: list[PageLine]) -> list[PageLine]:
    """Drop the author's line above or below the title; a title that is itself a name stays."""
    names = [is_author_line(line.text) for line in lines]
    if all(names):
        return lines
    first, last = names.index(False), len(names) - names[::-1].index(False)
    return lines[first:last]

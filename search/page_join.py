"""Where the text of one page runs on into the next: past the page number and the running head that stand between."""

import re
from dataclasses import dataclass

from search.analysis import tokens

# A line that holds nothing but a page number: 42, - 42 -, xiv, Trang 42.
NUMBER_LINE = re.compile(r"[\W_]*(?:trang|page)?[\W_]*(?:\d{1,4}|[ivxlc]{1,7})[\W_]*", re.IGNORECASE)
MAX_SKIPPED = 2  # lines at each edge


@dataclass(frozen=True)
class PageJoin:
    """The text runs from `first[:before]` on into `second[after:]`."""

    before: int
    after: int


def page_join(first: str, second: str) -> PageJoin:
    """The break between two pages that follow each other."""
    return PageJoin(before=_end(first, second), after=_start(first, second))


def joined(first: str, second: str) -> str:
    """Both texts without what stands at the break; positions before `seam().before` are those of the first."""
    at = page_join(first, second)
    return f"{first[: at.before]}\n{second[at.after :]}"


def _end(first: str, second: str) -> int:
    others = _lines(second)[-MAX_SKIPPED:]
    end = len(first)
    for start, line in reversed(_lines(first)[-MAX_SKIPPED:]):
        if not _is_furniture(line, others):
            break
        end = start
    return end


def _start(first: str, second: str) -> int:
    others, start = _lines(first)[:MAX_SKIPPED], 0
    for begin, line in _lines(second)[:MAX_SKIPPED]:
        if not _is_furniture(line, others):
            break
        start = begin + len(line)
    return start


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines that hold something, each with its place."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((at, line))
        at += len(line)
    return found


def _is_furniture(line: str, others: list[tuple[int, str]]) -> bool:
    """A page number, or a running head that the neighbour has, too."""
    words = _without_numbers(line)
    return bool(NUMBER_LINE.fullmatch(line.strip())) or (
        len(words) > 0 and any(words == _without_numbers(other) for _, other in others)
    )


def _without_numbers(line: str) -> list[str]:
    return [token.folded for token in tokens(line) if not token.folded.isdigit()]

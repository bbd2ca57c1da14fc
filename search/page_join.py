"""The place where the text of one page continues on the next, past page numbers and running heads."""

import re
from dataclasses import dataclass

from search.analysis import tokens

# A line with nothing but a page number: 42, - 42 -, xiv, Trang 42.
NUMBER_LINE = re.compile(r"[\W_]{0,20}(?:(?:trang|page)[\W_]{0,20})?(?:\d{1,4}|[ivxlc]{1,7})[\W_]{0,20}", re.IGNORECASE)
MAX_SKIPPED = 2  # lines at each end of a page


@dataclass(frozen=True)
class PageJoin:
    """The text of `first[:before]` continues in `second[after:]`."""

    before: int
    after: int


def page_join(first: str, second: str) -> PageJoin:
    """Return the join of two consecutive pages."""
    return PageJoin(before=_end(first, second), after=_start(first, second))


def joined(first: str, second: str) -> str:
    """Return both texts without the furniture at the break; positions below `page_join().before` refer to the first."""
    join = page_join(first, second)
    return f"{first[: join.before]}\n{second[join.after :]}"


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
    """Return the lines that are not blank, each with its offset in the text."""
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append((offset, line))
        offset += len(line)
    return lines


def _is_furniture(line: str, others: list[tuple[int, str]]) -> bool:
    """Return whether the line is a page number, or a running head that the other page has as well."""
    words = _without_numbers(line)
    return bool(NUMBER_LINE.fullmatch(line.strip())) or (
        len(words) > 0 and any(words == _without_numbers(other) for _, other in others)
    )


def _without_numbers(line: str) -> list[str]:
    return [token.folded for token in tokens(line) if not token.folded.isdigit()]

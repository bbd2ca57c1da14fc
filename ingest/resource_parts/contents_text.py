"""The table of contents as a text with one chapter on each line: its heading, dots, the number of its page.

A hyphen at the beginning of a line puts it one level below. A printed table of contents can be pasted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.text import clean_line
from repository.actions.contents import MAX_HEADING, Heading
from repository.models import Page

MAX_CHAPTERS = 500
MAX_DEPTH = 4
LEVEL = "- "
GAP = " … "
_LEVEL = re.compile(r"(?:[-–•]\s{0,3}){0,9}")
_LABEL = re.compile(r"[^\s…|]{1,30}\Z")
_LEADERS = ".·_"
_IN_GAP = " \t\u00a0…|" + _LEADERS


@dataclass(frozen=True)
class ParsedContents:
    """The headings by the primary key of their page, and a sentence for each line that could not be understood."""

    headings: dict[int, Heading]
    problems: list[str]


def text_of(pages: Sequence[Page]) -> str:
    """Return the contents of these pages, all of a resource in order, as a text."""
    named = zip(labels_of(pages), pages, strict=True)
    return "\n".join(
        f"{LEVEL * max(page.depth - 1, 0)}{page.heading}{GAP}{label}" for label, page in named if page.heading
    )


def parse(text: str, pages: Sequence[Page]) -> ParsedContents:
    """Return what a text says of these pages, which are all of a resource in order."""
    found, problems = dict[int, Heading](), list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            page, heading = _chapter(line.strip(" \r"), pages)
            _check_free(page, found)
            found[page.pk] = heading
        except _Problem as problem:
            problems.append(_("Line %(number)s: %(problem)s") % {"number": number, "problem": problem})
    if len(found) > MAX_CHAPTERS:
        problems.append(_("Enter at most %(number)s lines.") % {"number": MAX_CHAPTERS})
    return ParsedContents(found, problems)


class _Problem(Exception):
    """Why a line is not understood, as a sentence for the librarian."""


def _chapter(line: str, pages: Sequence[Page]) -> tuple[Page, Heading]:
    written, label = _parts(line)
    level = _LEVEL.match(written)
    depth = 1 + sum(sign in "-–•" for sign in level[0]) if level else 1
    heading = clean_line(written[level.end() if level else 0 :])
    if not label or not heading:
        raise _Problem(
            _("the page number is missing in “%(line)s”. Write the heading, two dots and the page number.")
            % {"line": line[:60]}
        )
    if len(heading) > MAX_HEADING:
        raise _Problem(_("a heading has 1 to %(number)s characters.") % {"number": MAX_HEADING})
    page = page_named(label, pages)
    if page is None:
        raise _Problem(
            _("there is no page “%(label)s”. Enter a printed page number, or a position from 1 to %(number)s.")
            % {"label": label, "number": len(pages)}
        )
    return page, Heading(heading, min(depth, MAX_DEPTH))


def _parts(line: str) -> tuple[str, str]:
    """Return what is before the leaders of a line, and the label after them; an empty label if there are none."""
    match = _LABEL.search(line)
    label = match[0].rpartition("..")[2].lstrip(_LEADERS) if match else ""
    before = line[: len(line) - len(label)]
    heading = before.rstrip(_IN_GAP)
    gap = before[len(heading) :]
    is_gap = any(sign in gap for sign in ("…", "|", "\t", "  ")) or sum(gap.count(sign) for sign in _LEADERS) >= 2
    return (heading, label) if is_gap else (line, "")


def _check_free(page: Page, found: dict[int, Heading]) -> None:
    if page.pk in found:
        raise _Problem(
            _("the same page already begins “%(heading)s”. Write both headings in one line.")
            % {"heading": found[page.pk].text}
        )


def labels_of(pages: Sequence[Page]) -> list[str]:
    """Return the names of the pages as readers see them: printed numbers, or positions in brackets beside those."""
    printed = any(page.label for page in pages)
    return [page.label or (f"[{n}]" if printed else str(n)) for n, page in enumerate(pages, 1)]


def page_named(label: str, pages: Sequence[Page]) -> Page | None:
    """Return the page with this printed number, else the one at this position."""
    named = {name.casefold(): page for name, page in reversed(list(zip(labels_of(pages), pages, strict=True)))}
    if label.casefold() in named:
        return named[label.casefold()]
    position = int(label) if label.isascii() and label.isdigit() and len(label) < 7 else 0
    return pages[position - 1] if 0 < position <= len(pages) else None

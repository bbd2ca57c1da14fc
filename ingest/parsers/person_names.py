"""Find names of people on first pages, in Vietnamese and English: after a label, or in a line of names."""

import re
from collections.abc import Sequence

from accounts.text import nfc
from repository.authorities.names import FAMILY_NAMES, TITLES, usual_case

_LABEL = re.compile(
    r"^\W*(?:(?:các\s+)?tác giả|(?:người )?(?:biên soạn|soạn|tuyển chọn|sưu tầm)|nhóm tác giả|"
    r"chủ biên|tổng chủ biên|soạn giả|giáo viên(?: soạn)?|người thực hiện|authors?|written by|compiled by|by)"
    r"\s*(?::|\bbởi\b|(?<=\bby)\s)\s*(.+)$",
    re.IGNORECASE,
)
_ROLE_IN_BRACKETS = re.compile(
    r"\s{0,4}\([^()]{0,200}?(?:chủ biên|biên soạn|editor)[^()]{0,200}\)\s{0,4}", re.IGNORECASE
)
_PART = re.compile(r"[^\W\d_][^\W\d_'’.-]*\.?")
_BETWEEN = re.compile(r"\s{0,4}(?:[,;–—·•]|\s-\s|\bvà\b|\band\b|&)\s{0,4}")  # bounded: \s* would be quadratic
_NOT_A_NAME = re.compile(
    r"(trường|sách|bài|chương|nhà|xuất|giáo|học|lớp|toán|văn bản|tập|quyển|việt nam|hà nội|hồ chí minh|press|"
    r"university|school|book|inc\b|ltd|team|project|group|version|edition|foundation)",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Return whether this could be a person's name: two to six capitalised parts, and no word that names never have."""
    text = text.strip()
    parts = text.split()
    if not 2 <= len(parts) <= 6 or len(text) > 60 or _NOT_A_NAME.search(text):
        return False
    return all(_PART.fullmatch(part) and (part[0].isupper() or part in ("de", "van", "von", "la")) for part in parts)


def is_author_line(line: str) -> bool:
    """Return whether a whole line names people: after a label, or as a list of Vietnamese names in any case."""
    label = _LABEL.match(line)
    names = _names(label[1] if label else line)
    return bool(names) and (label is not None or all(_is_vietnamese(name) for name in names))


def creators_in(first: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the names after a label in `text`, else a line of Vietnamese names in `first`, the first page's lines."""
    for line in text.split("\n"):
        label = _LABEL.match(line)
        if label:
            names = _names(label[1])
            if names:
                return names
    for line in first:
        names = _names(line)
        if names and all(_is_vietnamese(name) for name in names):
            return names
    return ()


def _names(text: str) -> tuple[str, ...]:
    """Return all names of a list; none if one part of it is not a name."""
    text = _ROLE_IN_BRACKETS.sub(",", nfc(text)).strip(" .,;:")
    pieces = [TITLES.sub("", piece).strip(" .") for piece in _BETWEEN.split(text) if piece.strip(" .")]
    if not pieces or not all(is_name(piece) for piece in pieces):
        return ()
    return tuple(dict.fromkeys(usual_case(piece) for piece in pieces))


def _is_vietnamese(name: str) -> bool:
    return name.split()[0].casefold() in FAMILY_NAMES and len(name.split()) <= 5

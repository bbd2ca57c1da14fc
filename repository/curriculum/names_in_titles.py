"""Guess subject and grade from a title or a file name: “Toán lớp 6”, “sgk-ngu-van-7.pdf”.

A guess is only proposed; the librarian sees it on top of the choices. Search understands whole questions, with a table
that administrators edit (search/plain_questions/); an upload needs the names of the curriculum alone.
"""

import re
from collections.abc import Iterator

from accounts.text import nfc
from repository.curriculum.current import programme
from repository.curriculum.programme import GRADES
from repository.letters import WORD, fold

_GRADE = re.compile(r"\b(?:lop|grade|khoi) (\d{1,2})\b")
_NUMBER = re.compile(r" (\d{1,2})\b")


def guess(*texts: str) -> tuple[list[str], list[int]]:
    """Return the subject and the grade that the first text naming a subject names, each as a list of at most one."""
    for words in map(_words, texts):
        for name, subject in _names():
            if (end := _end_of(name, words)) is not None:
                return [subject], list(_grades(words, after=end))
    return [], next(([grade] for text in texts for grade in _grades(_words(text))), [])


def _names() -> list[tuple[str, str]]:
    """Return the expressions that name a subject, y written as i, and its code: longer ones first.

    So “lịch sử và địa lí” is not history.
    """
    names = ((word, subject.code) for subject in programme().subjects.values() for word in subject.words)
    return sorted(names, key=lambda pair: -len(pair[0]))


def _words(text: str) -> str:
    """Return the words in small letters with their marks: í for ý, digits apart from letters."""
    spaced = re.sub(r"(?<=[^\W\d_])(?=\d)|_", " ", nfc(text).lower())
    return " ".join(WORD.findall(spaced)).translate(str.maketrans("yýỳỷỹỵ", "iíìỉĩị"))


def _end_of(name: str, words: str) -> int | None:
    """Return where a name ends; its letters have the right marks or none: “toan” is “toán”, and “toàn” is not."""
    for found in re.finditer(rf"\b{re.escape(fold(name))}\b", fold(words)):
        written = words[found.start() : found.end()]
        if written == name or written.isascii():
            return found.end()
    return None


def _grades(words: str, after: int | None = None) -> Iterator[int]:
    """Yield at most one grade: after its word, or as the number that follows the subject's name."""
    found = _GRADE.search(fold(words)) or (None if after is None else _NUMBER.match(words, after))
    if found and int(found[1]) in GRADES:
        yield int(found[1])

"""The boxes of a page's words: one compressed file that search marks, the reader and the searchable PDF share.

The file is gzip of JSON: {"turn": 90, "words": [[text, x0, y0, x1, y1, confidence, line], …]}. Coordinates are
ten-thousandths of the upright page image's width and height; `turn` is how far, clockwise, the source page was turned
to stand upright. `text_of` makes the page's text from the same words, so that an offset in the text names its words.
"""

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SCALE = 10_000


@dataclass(frozen=True)
class Word:
    """One word with its punctuation; confidence 0–100; words of a line share its number."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: int = 100
    line: int = 0


@dataclass(frozen=True)
class Boxes:
    """All words of a page in reading order."""

    words: Sequence[Word] = field(default_factory=tuple)
    turn: int = 0


def pack(boxes: Boxes) -> bytes:
    """Return the bytes of the file; the same words give the same bytes."""
    rows = [[w.text, w.x0, w.y0, w.x1, w.y1, w.confidence, w.line] for w in boxes.words]
    body = json.dumps({"turn": boxes.turn, "words": rows}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(body.encode(), compresslevel=6, mtime=0)


def unpack(data: bytes) -> Boxes:
    """Return the words of such a file."""
    body = json.loads(gzip.decompress(data))
    return Boxes(tuple(Word(*row) for row in body["words"]), body["turn"])


def text_of(words: Iterable[Word]) -> str:
    """Return the page's text: one space between the words of a line, one line for each line."""
    return "".join(before + word.text for before, word in _spaced(words))


def spans(words: Iterable[Word]) -> list[tuple[int, int]]:
    """Return for each word its start and end in `text_of` the same words."""
    result, position = [], 0
    for before, word in _spaced(words):
        position += len(before)
        result.append((position, position + len(word.text)))
        position += len(word.text)
    return result


def words_at(words: Sequence[Word], start: int, end: int) -> list[Word]:
    """Return the words that touch the text from `start` to before `end`."""
    return [word for word, (first, last) in zip(words, spans(words), strict=True) if first < end and start < last]


def _spaced(words: Iterable[Word]) -> Iterable[tuple[str, Word]]:
    line = None
    for word in words:
        yield ("" if line is None else " " if word.line == line else "\n"), word
        line = word.line

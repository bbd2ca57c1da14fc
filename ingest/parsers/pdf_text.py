"""The words of a PDF's text layer, from its letters: plain extraction glues Vietnamese words ("sửdụng")."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

GAP = 0.15  # of the letter size: a wider gap is a space
_FILLED_OR_STROKED = 8 | 16  # of a span's char_flags; neither means that the letters are not seen


Box = tuple[float, float, float, float]
Place = Callable[[Box], Box | None]  # None: outside the page


@dataclass(frozen=True)
class LayerWord:
    """A word; its box in parts of the displayed page (0 to 1), the number of its line, its letter size in points."""

    text: str
    box: Box
    line: int
    size: float


@dataclass(frozen=True)
class Layer:
    """The words of a page in reading order; `hidden`: all of them are invisible."""

    words: list[LayerWord]
    hidden: bool


@dataclass
class _Letters:
    """Letters of one word, growing."""

    text: str
    box: Box
    size: float

    def add(self, sign: str, box: Box) -> None:
        self.text += sign
        x0, y0, x1, y1 = self.box
        self.box = min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3])


def layer_of(raw: dict[str, Any], place: Place) -> Layer:
    """The words in PyMuPDF's `rawdict` of a page; `place` turns its boxes into parts of the displayed page."""
    words: list[LayerWord] = []
    seen = False
    for number, line in enumerate(_lines(raw)):
        seen = seen or any(span["char_flags"] & _FILLED_OR_STROKED for span in line["spans"])
        for letters in _split(line):
            text, box = unicodedata.normalize("NFC", letters.text).strip(), place(letters.box)
            if text and box is not None:
                words.append(LayerWord(text, box, number, letters.size))
    return Layer(words, hidden=bool(words) and not seen)


def _lines(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for block in raw["blocks"]:
        yield from block.get("lines", ())


def _split(line: dict[str, Any]) -> Iterable[_Letters]:
    """Words of a line: parted by a space glyph, or by a gap along the line's direction."""
    along = _axis(line["dir"])
    words: list[_Letters] = []
    before: Box | None = None
    for span in line["spans"]:
        for char in span["chars"]:
            sign, box = char["c"], char["bbox"]
            if sign.isspace() or sign in "\u00a0\u200b":
                before = None
            elif before is None or _gap(before, box, along) > GAP * span["size"]:
                words.append(_Letters(sign, box, span["size"]))
                before = box
            else:
                words[-1].add(sign, box)
                before = box
    return words


def _axis(direction: tuple[float, float]) -> tuple[int, int, int]:
    """Which coordinate ends a letter, which begins the next, and whether they grow."""
    dx, dy = direction
    if abs(dx) >= abs(dy):
        return (2, 0, 1) if dx >= 0 else (0, 2, -1)
    return (3, 1, 1) if dy >= 0 else (1, 3, -1)


def _gap(before: tuple[float, ...], box: tuple[float, ...], along: tuple[int, int, int]) -> float:
    end, begin, sign = along
    return (box[begin] - before[end]) * sign

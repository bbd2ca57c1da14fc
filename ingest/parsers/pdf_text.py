"""Form the words of a PDF's text layer from its letters: PyMuPDF's own text joins Vietnamese words ("sửdụng")."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.parsers.columns import in_columns
from ingest.parsers.layer_words import Box, LayerWord

GAP = 0.15  # of the letter size: a wider gap is a space
_AGAIN = 0.1  # of the letter size: the same letter at this distance is drawn twice
_CELL = 4.0  # points; larger than that distance for every usual letter
_FILLED_OR_STROKED = 8 | 16  # bits of a span's char_flags; without them the letters are invisible

ToDisplayed = Callable[[Box], Box | None]  # None: outside the page


@dataclass(frozen=True)
class TextLayer:
    """The words of a page, in reading order; `hidden`: all of them are invisible."""

    words: list[LayerWord]
    hidden: bool


@dataclass
class _Letters:
    """The letters of one word so far."""

    text: str
    box: Box
    size: float
    font: str

    def add(self, char: str, box: Box) -> None:
        self.text += char
        x0, y0, x1, y1 = self.box
        self.box = min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3])


def layer_of(raw: dict[str, Any], to_displayed: ToDisplayed) -> TextLayer:
    """Return the words in PyMuPDF's `rawdict` of a page; `to_displayed` maps its boxes to the displayed page."""
    words: list[LayerWord] = []
    is_visible = False
    drawn = _DrawnLetters()
    for number, line in enumerate(_lines(raw)):
        is_visible = is_visible or any(span["char_flags"] & _FILLED_OR_STROKED for span in line["spans"])
        for letters in _split(line, drawn):
            text, box = unicodedata.normalize("NFC", letters.text).strip(), to_displayed(letters.box)
            if text and box is not None:
                words.append(LayerWord(text, box, number, letters.size, letters.font))
    return TextLayer(in_columns(words), hidden=bool(words) and not is_visible)


def _lines(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for block in raw["blocks"]:
        yield from block.get("lines", ())


class _DrawnLetters:
    """The letters of a page so far: some programs draw each letter twice, a little apart, to make it look bold."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int, int], list[tuple[float, float]]] = {}

    def is_again(self, letter: str, box: Box, size: float) -> bool:
        """Return whether the same letter was drawn at nearly this place; otherwise note it."""
        apart = _AGAIN * max(size, 1)
        x, y = box[0], box[1]
        column, row = int(x // _CELL), int(y // _CELL)
        near = (
            place
            for across in (column - 1, column, column + 1)
            for down in (row - 1, row, row + 1)
            for place in self._places.get((letter, across, down), ())
        )
        if any(abs(x - other_x) <= apart and abs(y - other_y) <= apart for other_x, other_y in near):
            return True
        self._places.setdefault((letter, column, row), []).append((x, y))
        return False


def _split(line: dict[str, Any], drawn: _DrawnLetters) -> Iterable[_Letters]:
    """Split a line into words, at space glyphs and at gaps along the line's direction; each letter counts once."""
    along = _axis(line["dir"])
    words: list[_Letters] = []
    before: Box | None = None
    for span in line["spans"]:
        for char in span["chars"]:
            letter, box = char["c"], char["bbox"]
            if letter.isspace() or letter in "\u00a0\u200b":
                before = None
            elif drawn.is_again(letter, box, span["size"]):
                continue
            elif before is None or _gap(before, box, along) > GAP * span["size"]:
                words.append(_Letters(letter, box, span["size"], str(span["font"])))
                before = box
            else:
                words[-1].add(letter, box)
                before = box
    return words


def _axis(direction: tuple[float, float]) -> tuple[int, int, int]:
    """Return which coordinate ends a letter, which begins the next one, and the sign of their growth."""
    dx, dy = direction
    if abs(dx) >= abs(dy):
        return (2, 0, 1) if dx >= 0 else (0, 2, -1)
    return (3, 1, 1) if dy >= 0 else (1, 3, -1)


def _gap(before: tuple[float, ...], box: tuple[float, ...], along: tuple[int, int, int]) -> float:
    end, begin, sign = along
    return (box[begin] - before[end]) * sign

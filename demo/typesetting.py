"""Typesetting of clean pages, which records the position of each word.

Units are pixels at 200 dots an inch; a page is A5. Nothing is drawn here: a page is a list of words with positions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from demo.fonts import font

WIDTH, HEIGHT = 1165, 1654
LEFT, RIGHT, TOP, BOTTOM = 150, 1015, 190, 1460
SIZE, LEADING = 40, 62

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Word:
    """A printed word: the origin of its pen, and the box of its ink."""

    text: str
    x: float
    y: float
    face: Path
    size: int
    box: Box


@dataclass
class Sheet:
    """One page before printing."""

    label: str = ""
    lines: list[list[Word]] = field(default_factory=list)
    cursor: int = TOP
    goes_on: bool = False  # its last paragraph ends on the next page

    @property
    def words(self) -> list[Word]:
        """Return all words in reading order."""
        return [word for line in self.lines for word in line]

    @property
    def text(self) -> str:
        """Return the lines in reading order."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    @property
    def is_full(self) -> bool:
        """Return whether no further line of text fits."""
        return self.cursor + LEADING > BOTTOM


def set_line(sheet: Sheet, words: Iterable[str], *, face: Path, size: int, x: float, gap: float | None = None) -> None:
    """Set words on one line from x rightwards at the cursor, which does not move."""
    pen, line = x, []
    shape = font(face, size)
    for text in words:
        left, top, right, bottom = shape.getbbox(text)
        box = (pen + left, sheet.cursor + top, pen + right, sheet.cursor + bottom)
        line.append(Word(text, pen, sheet.cursor, face, size, box))
        pen += shape.getlength(text) + (shape.getlength(" ") if gap is None else gap)
    sheet.lines.append(line)


def set_centred(sheet: Sheet, text: str, *, face: Path, size: int) -> None:
    """Centre text on as few lines as it needs, of similar length, and move the cursor down."""
    length = font(face, size).getlength(text)
    width = length if length <= RIGHT - LEFT else 1.15 * length / ceil(length / (RIGHT - LEFT))
    for words in broken(text.split(), face=face, size=size, width=width + 1):
        length = font(face, size).getlength(" ".join(words))
        set_line(sheet, words, face=face, size=size, x=(WIDTH - length) / 2)
        sheet.cursor += round(size * 1.5)


def broken(words: list[str], *, face: Path, size: int, width: float) -> list[list[str]]:
    """Break words into lines no longer than the width."""
    shape, lines, length = font(face, size), [[words[0]]], font(face, size).getlength(words[0])
    for word in words[1:]:
        more = shape.getlength(" " + word)
        if length + more > width:
            lines.append([word])
            length = shape.getlength(word)
        else:
            lines[-1].append(word)
            length += more
    return lines


def spread(words: list[str], *, face: Path, size: int, width: float) -> float:
    """Return the gap between words that makes a line exactly as long as the width."""
    ink = sum(font(face, size).getlength(word) for word in words)
    return (width - ink) / max(len(words) - 1, 1)

"""Put columns of prose that a PDF draws row by row into reading order: one column after the other.

A table is also drawn row by row, and stays so: its cells do not continue in the next row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import mean

from ingest.parsers.layer_words import LayerWord

_GUTTER = 0.015  # of the page's width; narrower gaps do not separate columns
_MIN_ROWS = 3
_MIN_WORDS = 3.0  # mean of the fragments; cells of tables have fewer
_CONTINUING = 0.5  # share of the fragments of a column that continue the one above, from which it is prose


@dataclass(frozen=True)
class _Fragment:
    """Words of one line that stand together."""

    words: list[LayerWord]

    @property
    def left(self) -> float:
        return min(word.box[0] for word in self.words)

    @property
    def right(self) -> float:
        return max(word.box[2] for word in self.words)

    @property
    def middle(self) -> float:
        return mean((word.box[1] + word.box[3]) / 2 for word in self.words)

    @property
    def height(self) -> float:
        return max(word.box[3] - word.box[1] for word in self.words)


Row = list[_Fragment]


def in_columns(words: Sequence[LayerWord]) -> list[LayerWord]:
    """Return the words with columns of prose one after the other; all other words stay where they are."""
    rows = list(_rows(words))
    ordered: list[_Fragment] = []
    place = 0
    while place < len(rows):
        end = _end_of_columns(rows, place)
        block = rows[place:end]
        if len(block) >= _MIN_ROWS and _is_prose(block):
            ordered += [row[column] for column in range(len(block[0])) for row in block]
            place = end
        else:
            ordered += rows[place]
            place += 1
    if len(ordered) == len(words):  # a word in each fragment: nothing stands in rows
        return list(words)
    return [replace(word, line=number) for number, fragment in enumerate(ordered) for word in fragment.words]


def _rows(words: Sequence[LayerWord]) -> Iterator[Row]:
    """Yield the fragments that stand side by side, in the order in which they are drawn."""
    row: Row = []
    for fragment in _fragments(words):
        beside = row and abs(fragment.middle - row[-1].middle) < 0.5 * max(fragment.height, row[-1].height)
        if beside and fragment.left > row[-1].right:
            row.append(fragment)
            continue
        if row:
            yield row
        row = [fragment]
    if row:
        yield row


def _fragments(words: Sequence[LayerWord]) -> Iterator[_Fragment]:
    for _line, group in groupby(words, key=lambda word: word.line):
        part: list[LayerWord] = []
        for word in group:
            if part and word.box[0] - part[-1].box[2] > max(_GUTTER, word.box[3] - word.box[1]):
                yield _Fragment(part)
                part = []
            part.append(word)
        yield _Fragment(part)


def _end_of_columns(rows: Sequence[Row], start: int) -> int:
    """Return the first row after `start` that does not stand in the same two or more columns."""
    count = len(rows[start])
    if count < 2:
        return start + 1
    rights, lefts = [f.right for f in rows[start]], [f.left for f in rows[start]]
    for end in range(start + 1, len(rows)):
        row = rows[end]
        if len(row) != count or row[0].middle < rows[end - 1][0].middle:
            return end
        rights = [max(right, f.right) for right, f in zip(rights, row, strict=True)]
        lefts = [min(left, f.left) for left, f in zip(lefts, row, strict=True)]
        if any(left - right < _GUTTER for right, left in zip(rights, lefts[1:], strict=False)):
            return end
    return len(rows)


def _is_prose(block: Sequence[Row]) -> bool:
    """Return whether every column reads on from row to row, as sentences do and cells do not."""
    if mean(len(fragment.words) for row in block for fragment in row) < _MIN_WORDS:
        return False
    return all(
        mean(row[column].words[0].text[:1].islower() for row in block[1:]) >= _CONTINUING
        for column in range(len(block[0]))
    )

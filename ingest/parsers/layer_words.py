"""The words of a PDF's text layer."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class LayerWord:
    """A word: box as fractions of the displayed page (0 to 1), number of its line, letter size in points, font."""

    text: str
    box: Box
    line: int
    size: float
    font: str = ""

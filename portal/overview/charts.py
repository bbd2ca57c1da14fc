"""Bar charts, drawn by a template as SVG: positions in percent of the width, so that text keeps its size on phones."""

from collections.abc import Iterable
from dataclasses import dataclass

LABEL_LENGTH = 30  # characters; at 320 pixels a longer label would run into its number
ROW_HEIGHT = 46  # pixels


@dataclass(frozen=True)
class Bar:
    """One bar: the name, the number as it is written, and positions as SVG reads them."""

    label: str
    text: str
    width: str
    label_y: int
    bar_y: int

    @property
    def short_label(self) -> str:
        """The label, cut to what fits."""
        return self.label if len(self.label) <= LABEL_LENGTH else f"{self.label[: LABEL_LENGTH - 1].rstrip()}…"


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars on a common scale; `description` says the same in words."""

    title: str
    bars: tuple[Bar, ...]
    height: int
    description: str


def bar_chart(title: str, rows: Iterable[tuple[str, str, int]]) -> tuple[BarChart, ...]:
    """Return a chart of (label, number in words, length); none where every bar would be empty."""
    rows = list(rows)
    longest = max((length for _label, _text, length in rows), default=0)
    if not longest:
        return ()
    bars = tuple(
        Bar(label, text, f"{100 * length / longest:.1f}%", place * ROW_HEIGHT + 18, place * ROW_HEIGHT + 26)
        for place, (label, text, length) in enumerate(rows)
    )
    description = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return (BarChart(title, bars, len(rows) * ROW_HEIGHT, description),)

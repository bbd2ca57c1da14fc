"""Guess what the columns of a list hold: by their headings, and where a heading may mean two things, by their cells.

“kho sach” without marks is a store or a size, “Giá” a price or a shelf, “Mã sách” a number of the copy or of the title.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from imports.spreadsheets import values
from imports.spreadsheets.columns import HEADINGS, REPEATABLE, Column
from imports.spreadsheets.errors import BadPrice
from ingest.parsers.list_rows import normalized

SEPARATOR = " / "  # between the two lines of a heading
_SIZE = re.compile(r"\d+([.,]\d+)?\s*([x×*]\s*\d+([.,]\d+)?)?\s*(cm|mm)?|A[3-6]", re.IGNORECASE)
_BY_HEADING: dict[str, list[Column]] = {}
for _column, _headings in HEADINGS.items():
    for _heading in _headings:
        _BY_HEADING.setdefault(_heading, []).append(_column)
_LONG = sorted((heading for heading in _BY_HEADING if " " in heading), key=len, reverse=True)


def candidates(heading: str) -> list[Column]:
    """Return what a column with this heading may hold, the likeliest first; empty for an unknown heading."""
    above, _separator, below = heading.rpartition(SEPARATOR)
    for text in (f"{above} {below}", below, heading.split("\n")[0], above):
        plain = normalized(text)
        if found := _BY_HEADING.get(plain):
            return _by_marks(text, found)
    plain = normalized(below)
    begun = next((long for long in _LONG if plain.startswith(f"{long} ")), None)
    return _by_marks(below, _BY_HEADING[begun]) if begun else []


def column_of(heading: str) -> str | None:
    """Return what a column with this heading holds most likely, or None."""
    return next(iter(candidates(heading)), None)


def guess(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """Return what each column holds, or ""; `cells`: some texts of each column that are not empty."""
    choices = [sorted(candidates(heading), key=lambda column: -_fit(column, texts)) for heading, texts in
               zip(heads, cells, strict=True)]  # fmt: skip
    found = [""] * len(heads)
    # A heading with one meaning takes it before one with several.
    for place in sorted(range(len(heads)), key=lambda place: (len(choices[place]), place)):
        free = (column for column in choices[place] if column not in found or column in REPEATABLE)
        found[place] = next(free, "")
    return found


def _by_marks(heading: str, found: list[Column]) -> list[Column]:
    """Return the meanings that the marks of a heading leave: Khổ sách, Kho sách; all of them where it has none."""
    if Column.SIZE not in found or Column.STORE not in found:
        return found
    if heading.isascii():
        return [Column.STORE, Column.SIZE]
    return [Column.SIZE] if "khổ" in heading.lower() else [Column.STORE]


def _fit(column: Column, texts: Sequence[str]) -> float:
    """Return the share of texts that such a column may hold; a half if nothing tells them from others."""
    test = _TESTS.get(column)
    if test is None or not texts:
        return 0.5
    return sum(map(test, texts)) / len(texts)


def _is_price(text: str) -> bool:
    try:
        return values.price(text) >= 500
    except BadPrice:
        return False


_TESTS: Mapping[Column, Callable[[str], bool]] = {
    Column.SIZE: lambda text: _SIZE.fullmatch(text) is not None,
    Column.STORE: lambda text: _SIZE.fullmatch(text) is None,
    Column.PRICE: _is_price,
    Column.SHELF: lambda text: not _is_price(text),
    Column.KIND: lambda text: bool(values.kind(text)),
    Column.CLASS_MARK: lambda text: not values.kind(text),
}

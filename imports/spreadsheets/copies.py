"""What a row of a list says of the copies of a book: numbers, barcodes, place, price, source, for the lending desk."""

from collections.abc import Mapping
from typing import Any

from accounts.text import clean_line
from imports.spreadsheets import values as cells
from imports.spreadsheets.columns import COPY_COLUMNS, Column
from imports.spreadsheets.errors import BadNumbers
from imports.spreadsheets.words import PLAIN_KINDS

_COPY_LINES = {
    Column.STORE: "store",
    Column.SHELF: "shelf",
    Column.SOURCE: "source",
    Column.COPY_NOTE: "note",
}


def copies_of(texts: Mapping[Column, str]) -> list[dict[str, Any]]:
    """Return the copies of a row: one for each number or barcode, and one entry for those without."""
    if not texts.keys() & COPY_COLUMNS:
        return []
    common = _common(texts)
    numbers = _numbers(texts)
    barcodes = cells.numbers(texts.get(Column.BARCODES, ""))
    named = max(len(numbers), len(barcodes))
    if numbers and barcodes and len(numbers) != len(barcodes):
        raise BadNumbers(text=texts[Column.BARCODES][:60])
    copies: list[dict[str, Any]] = []
    for place in range(named):
        own = {"number": numbers[place]} if numbers else {}
        own |= {"barcode": barcodes[place]} if barcodes else {}
        copies.append({**own, **common})
    rest = cells.count(texts[Column.COUNT]) - named if Column.COUNT in texts else int(not named)
    if rest > 0:
        copies.append({"count": rest, **common})
    return copies


def _numbers(texts: Mapping[Column, str]) -> list[str]:
    first, last = texts.get(Column.NUMBERS, ""), texts.get(Column.NUMBERS_TO, "")
    return cells.numbers(f"{first}-{last}" if first and last and first != last else first or last)


def _common(texts: Mapping[Column, str]) -> dict[str, Any]:
    """Return what a row says of all its copies."""
    common: dict[str, Any] = {
        name: "; ".join(texts[column].split("\n")) if column == Column.SOURCE else clean_line(texts[column])
        for column, name in _COPY_LINES.items()
        if column in texts
    }
    if Column.PRICE in texts:
        common["price"] = cells.price(texts[Column.PRICE])
    if Column.ACQUIRED in texts:
        common["acquired"] = cells.day(texts[Column.ACQUIRED]).isoformat()
    kind = clean_line(texts.get(Column.KIND, ""))
    if cells.kind(kind) and cells.key(kind) not in PLAIN_KINDS:
        common["category"] = kind
    return common

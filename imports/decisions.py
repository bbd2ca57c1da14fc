"""Decisions about staged records as a form sends them, and the lines of a report about them."""

import csv
import io
from collections.abc import Mapping

PREFIX = "record-"
RISKY = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins a formula


def decisions_in(values: Mapping[str, object]) -> dict[int, tuple[str, int | None]]:
    """Return the decisions of a form by the number of the record: `record-<number>` is `<decision>-<chosen key>`."""
    return {
        int(number): _decision(str(value))
        for name, value in values.items()
        if name.startswith(PREFIX)
        and (number := name[len(PREFIX) :]).isascii()
        and number.isdigit()
        and len(number) < 10
    }


def csv_line(cells: list[str]) -> bytes:
    """Return a line in which no cell is run as a formula."""
    written = io.StringIO()
    csv.writer(written).writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in cells])
    return written.getvalue().encode()


def _decision(value: str) -> tuple[str, int | None]:
    decision, _separator, chosen = value.partition("-")
    is_key = chosen.isascii() and chosen.isdigit() and 0 < len(chosen) <= 18
    return decision, int(chosen) or None if is_key else None

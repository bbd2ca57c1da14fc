"""Compare proposals with proposals_truth.csv: right, wrong, missed or rightly blank, for each field.

In the table, `|` separates alternatives that are all right, `;` separates names.
"""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "proposals_truth.csv"
FIELDS = ("title", "creators", "year", "isbn", "publisher")
RIGHT, WRONG, MISSED, BLANK = "right", "wrong", "missed", "rightly blank"


def rows(*, shipped: bool) -> Iterator[dict[str, str]]:
    """Yield the rows of the demo's own files, or of the samples."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["shipped"] == ("yes" if shipped else "no"))


def verdict(field: str, proposed: Any, truth: str) -> str:
    """Judge one field of one file. Wrong is worse than missed."""
    values = _values(proposed)
    if not values:
        return MISSED if truth else BLANK
    right = [_names(value) if field == "creators" else {_bare(value)} for value in truth.split("|")] if truth else []
    return RIGHT if {_bare(value) for value in values} in right else WRONG


def score(proposals: Mapping[str, Mapping[str, Any]], truths: list[dict[str, str]]) -> dict[str, Counter[str]]:
    """Count the verdicts for each field, over the files that have proposals."""
    counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    for row in truths:
        proposal = proposals.get(Path(row["path"]).name)
        if proposal is not None:
            for field in FIELDS:
                counts[field][verdict(field, proposal.get(field), row[field])] += 1
    return counts


def _values(proposed: Any) -> list[str]:
    values = proposed if isinstance(proposed, list | tuple) else [proposed]
    return [str(value) for value in values if value]


def _names(text: str) -> set[str]:
    return {_bare(name) for name in text.split(";")}


def _bare(text: str) -> str:
    letters = (char if char.isalnum() else " " for char in unicodedata.normalize("NFC", text).casefold())
    return " ".join("".join(letters).split())

"""The searchable PDF: the original with an invisible text layer, or pictures bound with theirs; runs in the child process.

`sheets` is a file with one JSON line for each page: {"number", "width", "height", "boxes": file, "picture": file}.
"""

import json
from pathlib import Path
from typing import Any

from ingest.tools import pdf
from ingest.tools.invisible import Sheet
from repository.word_boxes import unpack


def add_text(path: str, sheets: str, target: str) -> dict[str, Any]:
    """Write to `target` the PDF at `path` with text on the pages that the sheets name."""
    pdf.add_text(Path(path), Path(target), {row["number"]: _sheet(row) for row in _rows(sheets)})
    return {}


def bind(path: str, sheets: str, target: str) -> dict[str, Any]:
    """Write to `target` a PDF of the pictures that the sheets name, in their order."""
    pdf.bind(((Path(row["picture"]).read_bytes(), _sheet(row)) for row in _rows(sheets)), Path(target))
    return {}


def _rows(sheets: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(sheets).read_text().splitlines()]


def _sheet(row: dict[str, Any]) -> Sheet:
    boxes = unpack(Path(row["boxes"]).read_bytes())
    return Sheet(boxes.words, row["width"], row["height"], boxes.turn)

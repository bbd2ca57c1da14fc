"""The rows that were not imported, in the columns of their list, with the reason: to correct and import again."""

import json
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from accounts.workbooks import text_cells
from imports.spreadsheets.columns import LABELS, Column
from imports.spreadsheets.lists import Layout

MAX_SHEET_NAME = 31


def write(rejected: Iterable[tuple[bytes, str]], layouts: Sequence[Layout], target: IO[bytes]) -> None:
    """Write a workbook with a sheet for each layout of a list; `rejected`: what `Entry.raw` gave, and the reason."""
    book = Workbook(write_only=True)
    sheets = []
    for number, layout in enumerate(layouts, start=1):
        sheet = book.create_sheet(f"{_('To correct')} {number}"[:MAX_SHEET_NAME])
        heads = [head or _label(column) for head, column in zip(layout.heads, layout.columns, strict=True)]
        sheet.append(text_cells(sheet, [*heads, _("What to correct")]))
        sheets.append(sheet)
    for raw, reason in rejected:
        stored = _stored(raw)
        if stored["layout"] < len(sheets):
            sheet = sheets[stored["layout"]]
            for row in stored["rows"]:
                sheet.append(text_cells(sheet, [*row, reason]))
    book.save(target)


def _label(column: str) -> str:
    return str(LABELS[Column(column)]) if column else ""


def _stored(raw: bytes) -> dict[str, Any]:
    """Return the rows; none of a record that was too long to be stored whole."""
    try:
        return dict(json.loads(raw))
    except ValueError:
        return {"layout": 0, "rows": []}

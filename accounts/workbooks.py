"""Cells of the workbooks that we write: text stays text, so that none is run as a formula or loses a leading zero."""

import re
from collections.abc import Iterable
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

# What XML 1.0, and therefore an .xlsx file, cannot contain; and halves of characters, which UTF-8 cannot.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_TEXT = 32_767  # characters in a cell


def text_cells(sheet: Worksheet, values: Iterable[Any]) -> list[Any]:
    """Return a row of a write-only sheet: numbers as they are, and texts as texts."""
    return [_cell(sheet, value) for value in values]


def _cell(sheet: Worksheet, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value="")
    cell.value, cell.data_type, cell.number_format = UNWRITABLE.sub("", value)[:MAX_TEXT], "s", "@"
    cell.quotePrefix = True
    return cell

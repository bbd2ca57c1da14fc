"""Text of exported tables: no cell is run as a formula (OWASP: CSV injection), and every cell can be written."""

from typing import Any

from accounts.workbooks import UNWRITABLE

# A cell that begins with one of these is run by Excel, LibreOffice or Sheets; full-width signs in some languages.
STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
WHITE_STARTERS = ("\t", "\r", "\n")


def escape_formula(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run; return numbers and dates unchanged."""
    if isinstance(value, str) and (value.startswith(WHITE_STARTERS) or value.lstrip().startswith(STARTERS)):
        return f"'{value}"
    return value


def cell_text(value: Any) -> Any:
    """Return text that every format can hold and no spreadsheet runs; numbers and dates unchanged."""
    return escape_formula(UNWRITABLE.sub("", value)) if isinstance(value, str) else value

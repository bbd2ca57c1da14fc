"""Cells of exported tables that no spreadsheet takes for a formula."""

from typing import Any

# A cell that begins with one of these is run by Excel, LibreOffice or Sheets (OWASP: CSV injection).
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n")


def escape_formula(value: Any) -> Any:
    """The value, with an apostrophe before text that a spreadsheet would run; numbers and dates stay what they are."""
    if isinstance(value, str) and value.lstrip(" ").startswith(STARTERS):
        return f"'{value}"
    return value

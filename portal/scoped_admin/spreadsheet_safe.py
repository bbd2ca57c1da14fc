"""Protection of exported tables against formulas in cells (OWASP: CSV injection)."""

from typing import Any

# A cell that begins with one of these is run by Excel, LibreOffice or Sheets (OWASP: CSV injection).
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n")


def escape_formula(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run; return numbers and dates unchanged."""
    if isinstance(value, str) and value.lstrip(" ").startswith(STARTERS):
        return f"'{value}"
    return value

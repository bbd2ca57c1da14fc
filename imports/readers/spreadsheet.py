"""Lists of books: Excel, ODS, CSV; the mapping of the batch says what their columns hold."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.spreadsheets.mapping import layouts_in, mapping_of
from imports.spreadsheets.reading import entries_of, layouts_in_file
from imports.staged import Format, Records, Refused, Staged


def read_spreadsheet(path: Path, mapping: Mapping[str, Any]) -> Records:
    """Yield the records of a list."""
    for number, entry in enumerate(entries_of(path, layouts_in(mapping)), start=1):
        if entry.problem is not None:
            yield Refused(number, entry.raw(), entry.problem.code, entry.problem.details)
        else:
            reading = entry.reading
            yield Staged(number, entry.raw(), reading.values, reading.copies, reading.record)


def columns_of(path: Path) -> dict[str, Any]:
    """Return the mapping of a new batch: its lists with guessed columns."""
    return mapping_of(layouts_in_file(path))


def is_table(head: bytes) -> bool:
    """Return whether a file that begins like this may be a workbook, an HTML table, or values with separators."""
    if head.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))):
        return True
    if head.startswith(b"<"):
        small = head.lower()
        return b"<table" in small or b"<html" in small or b"schemas-microsoft-com:office:spreadsheet" in small
    is_marc = head[:5].isdigit() and (b"\x1e" in head or b"\x1f" in head)
    return not is_marc and any(sign in head for sign in (b",", b";", b"\t", b"|")) and not head.startswith(b"%PDF")


SPREADSHEET = Format(
    "spreadsheet", _("Excel, ODS or CSV"), ".xlsx", read_spreadsheet, prepare=columns_of, read_whole=True
)

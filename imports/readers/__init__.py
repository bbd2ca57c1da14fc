"""The readers, one for each format: each turns a file into staged records.

To add one, write a module with a Format and name it in FORMATS, and let `recognised` find its files by their first
bytes. Readers run in an isolated process (imports/parser_main.py): they use no database.
"""

from imports.errors import UnknownFormat
from imports.readers.marc import MARC, MARCXML
from imports.readers.spreadsheet import SPREADSHEET, is_table
from imports.staged import Format

FORMATS: dict[str, Format] = {one.code: one for one in (MARC, MARCXML, SPREADSHEET)}
HEAD = 4096  # bytes at the beginning of a file by which its format is recognised


def recognised(head: bytes) -> str:
    """Return the code of the format of a file by its first bytes. Raise UnknownFormat."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n\0\x1a")
    if is_table(text):
        return SPREADSHEET.code
    if text.startswith(b"<"):
        return MARCXML.code if b"MARC21/slim" in text or b"<record" in text or b":record" in text else _unknown()
    if text[:5].isdigit() and len(text) > 24 and (b"\x1e" in text or b"\x1f" in text):
        return MARC.code
    return _unknown()


def _unknown() -> str:
    raise UnknownFormat

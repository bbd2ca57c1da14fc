"""The readers, one for each format: each turns a file into staged records.

To add one, write a module with a Format and name it in FORMATS, and let `recognised` find its files by their first
bytes. Readers run in an isolated process (imports/parser_main.py): they use no database.
"""

from imports.errors import UnknownFormat
from imports.readers.described import DUBLIN_CORE, LOM, LRMI, MODS
from imports.readers.marc import MARC, MARCXML
from imports.readers.spreadsheet import SPREADSHEET, is_table
from imports.staged import Format

FORMATS: dict[str, Format] = {one.code: one for one in (MARC, MARCXML, DUBLIN_CORE, MODS, LOM, LRMI, SPREADSHEET)}
HEAD = 4096  # bytes at the beginning of a file by which its format is recognised


def recognised(head: bytes) -> str:
    """Return the code of the format of a file by its first bytes. Raise UnknownFormat."""
    text = _as_utf8(head).lstrip(b"\xef\xbb\xbf \t\r\n\0\x1a")
    if text.startswith((b"{", b"[")):
        return LRMI.code
    if is_table(text):
        return SPREADSHEET.code
    if text.startswith(b"<"):
        return next((code for code, signs in _XML_SIGNS if any(sign in text for sign in signs)), "") or _unknown()
    if text[:5].isdigit() and len(text) > 24 and (b"\x1e" in text or b"\x1f" in text):
        return MARC.code
    return _unknown()


# In this order: a file of MARCXML may name the terms of Dublin Core, and OAI-PMH calls every record so.
_XML_SIGNS = (
    (MARCXML.code, (b"MARC21/slim",)),
    (MODS.code, (b"loc.gov/mods/", b"<mods")),
    (LOM.code, (b"ltsc.ieee.org/xsd/LOM", b"/xsd/imsmd", b"<lom")),
    (DUBLIN_CORE.code, (b"purl.org/dc/elements/", b"purl.org/dc/terms/")),
    (MARCXML.code, (b"<record", b":record")),
)


def _as_utf8(head: bytes) -> bytes:
    """Return the beginning of a text in UTF-16 in UTF-8; other bytes as they are."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode()
    return head


def _unknown() -> str:
    raise UnknownFormat

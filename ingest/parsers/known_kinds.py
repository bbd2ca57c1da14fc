"""Kinds of content that people upload and that are not digitised, under the names that people know.

To add a kind, add a row to MARKS (bytes in the file's beginning) or TYPES (part of libmagic's type). ZIP files are told
apart in containers.py.
"""

from ingest.errors import BadInput, Encrypted, WrongType
from ingest.unsupported import (
    CopyProtected,
    DocumentToExport,
    ElectronicBook,
    OtherArchive,
    OtherPicture,
    OtherRecording,
    UnknownType,
)

_EARLY = 4096  # bytes in which the mark of a text format must be


def refusal_for(content: bytes, mime_type: str) -> BadInput:
    """Return the refusal for content that is not supported; `content`: its first and last megabyte."""
    early = content[:_EARLY].lower()
    for start, mark, error, found in MARKS:
        if content.startswith(start) and mark in (early if not start else content):
            return _refusal(error, found)
    return next((_refusal(error, found) for part, error, found in TYPES if part in mime_type), UnknownType())


def _refusal(error: type[BadInput], found: str) -> BadInput:
    return error(found=found) if found else error()


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The beginning of the file, and a mark after it; in lower case where the beginning is empty.
MARKS: tuple[tuple[bytes, bytes, type[BadInput], str], ...] = (
    (_OLE, _utf16("EncryptedPackage"), Encrypted, ""),
    (_OLE, _utf16("WordDocument"), DocumentToExport, "Word"),
    (_OLE, _utf16("PowerPoint Document"), DocumentToExport, "PowerPoint"),
    (_OLE, _utf16("Workbook"), DocumentToExport, "Excel"),
    (_OLE, _utf16("Quill"), DocumentToExport, "Publisher"),
    (_OLE, _utf16("__nameid_version"), DocumentToExport, "Outlook"),
    (_OLE, b"", DocumentToExport, "Office"),
    (b"", b"http://schemas.microsoft.com/office/2006/xmlpackage", DocumentToExport, "Word 2006 XML"),
    (b"", b'progid="word.document"', DocumentToExport, "Word 2003 XML"),
    (b"", b'progid="excel.sheet"', DocumentToExport, "Excel 2003 XML"),
    (b"", b"http://ns.adobe.com/adept", CopyProtected, "ACSM, Adobe"),
    (b"", b"<fictionbook", ElectronicBook, "FB2"),
    (b"", b"<svg", OtherPicture, "SVG"),
    (b"", b"mime-version: 1.0", DocumentToExport, "MHTML"),
    (b"", b"bookmobi", ElectronicBook, "MOBI, AZW"),
    (b"TPZ", b"", ElectronicBook, "AZW"),
    (b"", b"%!ps-adobe", DocumentToExport, "PostScript"),
    (b"\xeaDRMION", b"", CopyProtected, "KFX, Kindle"),
    (b"ITOLITLS", b"", ElectronicBook, "LIT"),
    (b"ITSF", b"", DocumentToExport, "CHM"),
    (b"8BPS", b"", OtherPicture, "PSD"),
    (b"gimp xcf", b"", OtherPicture, "XCF"),
    (b"\xff\x0a", b"", OtherPicture, "JPEG XL"),
    (b"\0\0\0\x0cJXL ", b"", OtherPicture, "JPEG XL"),
    (b"\0\0\0\x0cjP  ", b"jpm ", OtherPicture, "JPEG 2000, JPM"),
    (b"FUJIFILMCCD-RAW", b"", OtherPicture, "RAF"),
    (b"AT&TFORM", b"", DocumentToExport, "DjVu"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", b"", DocumentToExport, "OneNote"),
    (b"0&\xb2u\x8ef\xcf\x11", b"", OtherRecording, "WMV, WMA"),
    (b"FLV\x01", b"", OtherRecording, "FLV"),
    (b".RMF", b"", OtherRecording, "RealMedia"),
    (b"FWS", b"", OtherRecording, "Flash, SWF"),
    (b"CWS", b"", OtherRecording, "Flash, SWF"),
    (b"MThd", b"", OtherRecording, "MIDI"),
    (b"#!AMR", b"", OtherRecording, "AMR"),
    (b"PK\x07\x08", b"", OtherArchive, "ZIP .z01"),
    (b"MZ", b"", WrongType, "EXE"),
    (b"\x7fELF", b"", WrongType, "ELF"),
)
TYPES: tuple[tuple[str, type[BadInput], str], ...] = (
    ("wordprocessingml", DocumentToExport, "Word"),
    ("msword", DocumentToExport, "Word"),
    ("spreadsheetml", DocumentToExport, "Excel"),
    ("ms-excel", DocumentToExport, "Excel"),
    ("presentationml", DocumentToExport, "PowerPoint"),
    ("ms-powerpoint", DocumentToExport, "PowerPoint"),
    ("opendocument", DocumentToExport, "OpenDocument"),
    ("application/encrypted", Encrypted, ""),
    ("epub", ElectronicBook, "EPUB"),
    ("mobipocket", ElectronicBook, "MOBI"),
    ("rtf", DocumentToExport, "RTF"),
    ("postscript", DocumentToExport, "PostScript"),
    ("djvu", DocumentToExport, "DjVu"),
    ("text/html", DocumentToExport, "HTML"),
    ("text/xml", DocumentToExport, "XML"),
    ("text/csv", DocumentToExport, "CSV"),
    ("application/json", WrongType, "JSON"),
    ("application/marc", WrongType, "MARC"),
    ("text/", DocumentToExport, "TXT"),
    ("x-rar", OtherArchive, "RAR"),
    ("x-7z", OtherArchive, "7z"),
    ("gzip", OtherArchive, "GZ"),
    ("x-tar", OtherArchive, "TAR"),
    ("x-bzip2", OtherArchive, "BZ2"),
    ("x-xz", OtherArchive, "XZ"),
    ("zstd", OtherArchive, "ZST"),
    ("x-lzip", OtherArchive, "LZ"),
    ("ms-cab", OtherArchive, "CAB"),
    ("iso9660", OtherArchive, "ISO"),
    ("ms-asf", OtherRecording, "WMV, WMA"),
    ("x-ms-wm", OtherRecording, "WMV, WMA"),
    ("x-flv", OtherRecording, "FLV"),
    ("realmedia", OtherRecording, "RealMedia"),
    ("svg", OtherPicture, "SVG"),
    ("image/", OtherPicture, "RAW, PSD …"),
    ("video/", OtherRecording, "?"),
    ("audio/", OtherRecording, "?"),
    ("font", WrongType, "TTF, OTF"),
    ("executable", WrongType, "EXE"),
    ("sqlite", WrongType, "SQLite"),
)

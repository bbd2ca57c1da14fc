"""What a file is, by its content: libmagic and a list of what we take. Names are not believed."""

from enum import StrEnum
from pathlib import Path

import magic

from ingest.errors import EmptyFile, WrongType


class SourceKind(StrEnum):
    """The ways that an upload can take through the pipeline."""

    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    RECORDING = "recording"


_TAKEN: dict[str, SourceKind] = {
    "application/pdf": SourceKind.PDF,
    "image/jpeg": SourceKind.PICTURE,
    "image/png": SourceKind.PICTURE,
    "image/tiff": SourceKind.PICTURE,
    "image/webp": SourceKind.PICTURE,
    "image/jp2": SourceKind.PICTURE,
    "application/zip": SourceKind.ARCHIVE,
    "video/mp4": SourceKind.RECORDING,
    "video/x-m4v": SourceKind.RECORDING,
    "video/quicktime": SourceKind.RECORDING,
    "video/webm": SourceKind.RECORDING,
    "video/x-matroska": SourceKind.RECORDING,
    "video/x-msvideo": SourceKind.RECORDING,
    "video/mpeg": SourceKind.RECORDING,
    "video/mp2t": SourceKind.RECORDING,
    "video/ogg": SourceKind.RECORDING,
    "video/3gpp": SourceKind.RECORDING,
    "audio/mpeg": SourceKind.RECORDING,
    "audio/mp4": SourceKind.RECORDING,
    "audio/x-m4a": SourceKind.RECORDING,
    "audio/x-wav": SourceKind.RECORDING,
    "audio/ogg": SourceKind.RECORDING,
    "audio/flac": SourceKind.RECORDING,
}
_NAMES = {
    "epub": "EPUB",
    "wordprocessingml": "Word",
    "msword": "Word",
    "spreadsheetml": "Excel",
    "ms-excel": "Excel",
    "presentationml": "PowerPoint",
    "ms-powerpoint": "PowerPoint",
    "opendocument": "OpenDocument",
    "application/marc": "MARC",
    "text/": "TXT, HTML, XML …",
}
_HEAD = 1024 * 1024
_PDF_MARK = b"%PDF-"
_PDF_WITHIN = 1024  # readers accept the mark within the first kilobyte


def content_type(path: Path) -> str:
    """The MIME type of the content; raises EmptyFile."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \r\n\t"):
        raise EmptyFile
    found = str(magic.from_buffer(head, mime=True))
    if found not in _TAKEN and _PDF_MARK in head[:_PDF_WITHIN]:
        return "application/pdf"
    return found


def source_of(found: str) -> SourceKind:
    """Which way such a file takes; raises WrongType."""
    try:
        return _TAKEN[found]
    except KeyError:
        raise WrongType(found=plain_name(found)) from None


def plain_name(found: str) -> str:
    """A content type as people call such files; what is seldom sent keeps its technical name."""
    return next((name for mark, name in _NAMES.items() if mark in found), found)

"""What a file is, by its content: libmagic and a list of what we take. Names are not believed."""

from enum import StrEnum
from pathlib import Path

import magic

from ingest.errors import EmptyFile, WrongType


class Source(StrEnum):
    """The ways that an upload can take through the pipeline."""

    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    RECORDING = "recording"


_TAKEN: dict[str, Source] = {
    "application/pdf": Source.PDF,
    "image/jpeg": Source.PICTURE,
    "image/png": Source.PICTURE,
    "image/tiff": Source.PICTURE,
    "image/webp": Source.PICTURE,
    "image/jp2": Source.PICTURE,
    "application/zip": Source.ARCHIVE,
    "video/mp4": Source.RECORDING,
    "video/x-m4v": Source.RECORDING,
    "video/quicktime": Source.RECORDING,
    "video/webm": Source.RECORDING,
    "video/x-matroska": Source.RECORDING,
    "video/x-msvideo": Source.RECORDING,
    "video/mpeg": Source.RECORDING,
    "video/mp2t": Source.RECORDING,
    "video/ogg": Source.RECORDING,
    "video/3gpp": Source.RECORDING,
    "audio/mpeg": Source.RECORDING,
    "audio/mp4": Source.RECORDING,
    "audio/x-m4a": Source.RECORDING,
    "audio/x-wav": Source.RECORDING,
    "audio/ogg": Source.RECORDING,
    "audio/flac": Source.RECORDING,
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


def source_of(found: str) -> Source:
    """Which way such a file takes; raises WrongType."""
    try:
        return _TAKEN[found]
    except KeyError:
        raise WrongType(found=plain_name(found)) from None


def plain_name(found: str) -> str:
    """A content type as people call such files; what is seldom sent keeps its technical name."""
    return next((name for mark, name in _NAMES.items() if mark in found), found)

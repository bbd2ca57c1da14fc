"""The type of a file by its content: libmagic and a list of supported types. The name counts for nothing."""

from enum import StrEnum
from pathlib import Path

import magic

from ingest.errors import EmptyFile, WrongType
from ingest.parsers.recording_signature import recording_type


class SourceKind(StrEnum):
    """The kinds of source that the pipeline distinguishes."""

    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    RECORDING = "recording"


_SUPPORTED: dict[str, SourceKind] = {
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
    "audio/x-hx-aac-adts": SourceKind.RECORDING,
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
_UNKNOWN = "application/octet-stream"
_PDF_SIGNATURE = b"%PDF-"
_PDF_SIGNATURE_WITHIN = 1024  # bytes; PDF readers accept the signature within them


def content_type(path: Path) -> str:
    """Return the MIME type of the content. Raises EmptyFile."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \r\n\t"):
        raise EmptyFile
    detected = str(magic.from_buffer(head, mime=True))
    if detected not in _SUPPORTED and _PDF_SIGNATURE in head[:_PDF_SIGNATURE_WITHIN]:
        return "application/pdf"
    return recording_type(head) or detected if detected == _UNKNOWN else detected


def source_of(mime_type: str) -> SourceKind:
    """Return the kind of source for a MIME type. Raises WrongType."""
    try:
        return _SUPPORTED[mime_type]
    except KeyError:
        raise WrongType(found=plain_name(mime_type)) from None


def plain_name(mime_type: str) -> str:
    """Return the everyday name of such files, or the MIME type of a rare one."""
    return next((name for part, name in _NAMES.items() if part in mime_type), mime_type)

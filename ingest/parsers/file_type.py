"""The type of a file by its content: libmagic and a list of supported types. The name counts for nothing."""

from enum import StrEnum
from pathlib import Path

import magic

from ingest.errors import EmptyFile
from ingest.parsers.known_kinds import refusal_for
from ingest.parsers.recording_signature import recording_type
from ingest.unsupported import UnknownType


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
    "image/jpx": SourceKind.PICTURE,
    "image/x-jp2-codestream": SourceKind.PICTURE,
    "image/heic": SourceKind.PICTURE,
    "image/heif": SourceKind.PICTURE,
    "image/avif": SourceKind.PICTURE,
    "image/bmp": SourceKind.PICTURE,
    "image/x-ms-bmp": SourceKind.PICTURE,
    "image/gif": SourceKind.PICTURE,
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
_HEAD = 1024 * 1024
_UNKNOWN = "application/octet-stream"
_ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_PDF_SIGNATURE = b"%PDF-"
_PDF_SIGNATURE_WITHIN = 1024  # bytes; PDF readers accept the signature within them


def content_type(path: Path) -> str:
    """Return the MIME type of the content. Raises EmptyFile, and the BadInput that names a kind that is not supported.

    Whatever is a ZIP file, also an office file or an e-book, is `application/zip`: containers.py looks into it.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(path.stat().st_size - _HEAD, len(head)))
        tail = file.read()
    if not head.strip(b"\0 \r\n\t"):
        raise EmptyFile
    if head.startswith(_ZIP_SIGNATURES):
        return "application/zip"
    detected = _detected(head)
    if detected in _SUPPORTED:
        return detected
    if _PDF_SIGNATURE in head[:_PDF_SIGNATURE_WITHIN]:
        return "application/pdf"
    recording = recording_type(head) if detected == _UNKNOWN else ""
    if recording:
        return recording
    raise refusal_for(head + tail, detected)  # the list of parts in an old Office file may be at its end


def source_of(mime_type: str) -> SourceKind:
    """Return the kind of source for a MIME type. Raises UnknownType."""
    try:
        return _SUPPORTED[mime_type]
    except KeyError:
        raise UnknownType from None


def _detected(head: bytes) -> str:
    try:
        return str(magic.from_buffer(head, mime=True))
    except magic.MagicException:
        return ""

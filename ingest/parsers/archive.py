"""ZIP files of page pictures: nothing is extracted by name; entries are read as streams, within limits.

Attacks that were measured: 261 KB that unpack to 256 MB; 5,000 overlapping entries in 236 KB, which Python 3.11 reads
without complaint; names with `..`, backslashes or drive letters. Each is refused before an entry is read.
"""

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import (
    BadInput,
    Damaged,
    Encrypted,
    NoPages,
    PageDamaged,
    TooManyEntries,
    UnpacksTooLarge,
    UnsafeArchive,
    WrongType,
)
from ingest.filenames import is_picture, natural_key
from ingest.parsers import images

MAX_ENTRIES = 5_000
MAX_TOTAL = 8 * 1024**3
MAX_ENTRY = 400 * 1024**2
MAX_RATIO = 100  # pictures are compressed already; 100 still allows uncompressed TIFFs of blank pages
_ANY_RATIO_BELOW = 1024**2  # bytes
_NAME_LENGTH = 255
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True)
class Listing:
    """The names of the pictures of an archive, in natural order, and of the files that are left out."""

    pictures: list[str]
    left_out: list[str]


def listing(path: Path) -> Listing:
    """Return the contents of a ZIP file that is within every limit. Raises the BadInput that refuses it."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, len(archive.infolist()))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as error:
        raise Damaged from error
    pictures = sorted((e.filename for e in entries if is_picture(e.filename)), key=natural_key)
    if not pictures:
        documents = {"[Content_Types].xml", "mimetype"} & {entry.filename for entry in entries}
        raise WrongType(found="Word, Excel, EPUB …") if documents else NoPages
    return Listing(pictures, sorted(e.filename for e in entries if e.filename not in set(pictures)))


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one entry. Raises PageDamaged, also for more than MAX_ENTRY bytes."""
    try:
        with archive.open(name) as stream:
            data = stream.read(MAX_ENTRY + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, KeyError) as problem:
        raise PageDamaged from problem
    if len(data) > MAX_ENTRY:
        raise PageDamaged
    return data


def frames_in(path: Path, name: str) -> int:
    """Count the frames of a picture in the ZIP file; one that cannot be opened counts as one page, broken when read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return images.frames_in(io.BytesIO(read(archive, name)))
    except BadInput:
        return 1


def _check(entries: list[zipfile.ZipInfo], count: int) -> None:
    """Refuse an archive that is beyond a limit; `count` includes the folders."""
    if count > MAX_ENTRIES:
        raise TooManyEntries(found=count, limit=MAX_ENTRIES)
    for entry in entries:
        _check_name(entry)
        if entry.flag_bits & 0x1:
            raise Encrypted
        if entry.file_size > MAX_ENTRY or entry.file_size > _ANY_RATIO_BELOW + MAX_RATIO * entry.compress_size:
            raise UnpacksTooLarge
        if entry.compress_type not in _METHODS:
            raise UnsafeArchive(found=f"method {entry.compress_type}")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise UnpacksTooLarge
    _check_overlap(entries)


def _check_name(entry: zipfile.ZipInfo) -> None:
    name, raw = entry.filename, entry.orig_filename
    parts = re.split(r"[/\\]", raw)
    is_unsafe = (
        ".." in parts
        or raw.startswith(("/", "\\"))
        or "\\" in raw
        or "\0" in raw
        or re.match(r"[A-Za-z]:", raw)
        or stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
        or len(name.encode()) > 4 * _NAME_LENGTH
    )
    if is_unsafe:
        raise UnsafeArchive(found=ascii(name[:60]))


def _check_overlap(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse two entries with one name, or whose bytes overlap."""
    if len({entry.filename for entry in entries}) < len(entries):
        raise UnsafeArchive(found="2 × name")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnsafeArchive(found="overlap")
        end = entry.header_offset + 30 + entry.compress_size  # 30: the fixed part of the local header

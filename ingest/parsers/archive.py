"""Zips of page pictures: nothing is unpacked by name, entries are read as streams within limits.

Measured traps: 261 KB that unpack to 256 MB; 5,000 entries that overlap in 236 KB, which Python 3.11 reads without
complaint; names with `..`, backslashes, drive letters. Each is refused before anything is read.
"""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

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
from ingest.parsers import images

MAX_ENTRIES = 5_000
MAX_TOTAL = 8 * 1024**3
MAX_ENTRY = 400 * 1024**2
MAX_RATIO = 100  # pictures are compressed already; 100 leaves room for bare TIFFs of blank pages
_FREE = 1024**2  # small entries may shrink as they like
_NAME_LENGTH = 255
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".jp2")
_LEFT_OUT = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Readable(Protocol):
    """As much of a file as is needed to bind it."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes; none at the end."""


@dataclass(frozen=True)
class Listing:
    """The pictures of an archive in natural order, and the names of the files left out."""

    pictures: list[str]
    left_out: list[str]


def natural(name: str) -> list[tuple[int, int, str]]:
    """A sort key in which page 2 stands before page 10, folder by folder; marks on letters do not count."""
    letters = unicodedata.normalize("NFD", name.casefold()).replace("đ", "d").replace("/", "\x00")
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in _DIGITS.split(plain)]


def is_picture(name: str) -> bool:
    """Whether it is named as a picture and no hidden file of some system."""
    return name.lower().endswith(PICTURES) and not is_hidden(name)


def is_hidden(name: str) -> bool:
    """Whether some system put it there, and nobody meant to send it."""
    return bool(_LEFT_OUT.search(name))


def listing(path: Path) -> Listing:
    """What is in the zip, once it has passed every limit."""
    try:
        with zipfile.ZipFile(path) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            _check(entries, len(opened.infolist()))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, UnicodeError) as bad:
        raise Damaged from bad
    pictures = sorted((e.filename for e in entries if is_picture(e.filename)), key=natural)
    if not pictures:
        documents = {"[Content_Types].xml", "mimetype"} & {entry.filename for entry in entries}
        raise WrongType(found="Word, Excel, EPUB …") if documents else NoPages
    return Listing(pictures, sorted(e.filename for e in entries if e.filename not in set(pictures)))


def read(opened: zipfile.ZipFile, name: str) -> bytes:
    """One entry, never more of it than an entry may have; raises PageDamaged."""
    try:
        with opened.open(name) as stream:
            data = stream.read(MAX_ENTRY + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, KeyError) as bad:
        raise PageDamaged from bad
    if len(data) > MAX_ENTRY:
        raise PageDamaged
    return data


def frames_in(path: Path, name: str) -> int:
    """How many pages a picture in the zip holds; one that cannot be opened counts as one, and will say why."""
    try:
        with zipfile.ZipFile(path) as opened:
            return images.frames_in(io.BytesIO(read(opened, name)))
    except BadInput:
        return 1


def bind(sources: Sequence[tuple[str, Readable]], target: BinaryIO) -> None:
    """Pictures sent one by one become one zip, stored as they are; the same pictures give the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for name, source in sorted(sources, key=lambda pair: natural(pair[0])):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            with made.open(entry, "w", force_zip64=True) as out:
                while piece := source.read(1024 * 1024):
                    out.write(piece)


def _check(entries: list[zipfile.ZipInfo], count: int) -> None:
    if count > MAX_ENTRIES:
        raise TooManyEntries(found=count, limit=MAX_ENTRIES)
    for entry in entries:
        _check_name(entry)
        if entry.flag_bits & 0x1:
            raise Encrypted
        if entry.file_size > MAX_ENTRY or entry.file_size > _FREE + MAX_RATIO * entry.compress_size:
            raise UnpacksTooLarge
        if entry.compress_type not in _METHODS:
            raise UnsafeArchive(found=f"method {entry.compress_type}")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise UnpacksTooLarge
    _check_places(entries)


def _check_name(entry: zipfile.ZipInfo) -> None:
    name, raw = entry.filename, entry.orig_filename
    parts = re.split(r"[/\\]", raw)
    tricky = (
        ".." in parts
        or raw.startswith(("/", "\\"))
        or "\\" in raw
        or "\0" in raw
        or re.match(r"[A-Za-z]:", raw)
        or stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
        or len(name.encode()) > 4 * _NAME_LENGTH
    )
    if tricky:
        raise UnsafeArchive(found=ascii(name[:60]))


def _check_places(entries: list[zipfile.ZipInfo]) -> None:
    """Two entries of one name, or whose bytes overlap, are a trick."""
    if len({entry.filename for entry in entries}) < len(entries):
        raise UnsafeArchive(found="2 × name")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnsafeArchive(found="overlap")
        end = entry.header_offset + 30 + entry.compress_size  # 30: the fixed part of the local header

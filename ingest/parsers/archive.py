"""ZIP files of page pictures: nothing is extracted by name; entries are read as streams, within limits.

Attacks that were measured: 261 KB that unpack to 256 MB; 5,000 overlapping entries in 236 KB, which Python 3.11 reads
without complaint; names with `..` or drive letters. Each is refused before an entry is read.
"""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.errors import BadInput, Damaged, Encrypted, NoPages, PageDamaged
from ingest.filenames import is_picture, is_system_file, natural_key
from ingest.parsers import images
from ingest.parsers.containers import UNREADABLE, refuse_containers
from ingest.unsupported import ArchiveOfFiles, PackedOtherwise, TooManyEntries, UnpacksTooLarge, UnsafeArchive

MAX_ENTRIES = 5_000
MAX_TOTAL = 8 * 1024**3
MAX_ENTRY = 400 * 1024**2
MAX_RATIO = 100  # pictures are compressed already; 100 still allows uncompressed TIFFs of blank pages
_ANY_RATIO_BELOW = 1024**2  # bytes
_NAME_LENGTH = 255
_LOCKED, _NAME_IS_UTF8 = 0x1, 0x800  # bits of an entry's flags
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_METHOD_NAMES = {6: "Implode", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"}
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Picture:
    """A picture of an archive: its position in the archive's list, for two may have one name, and its readable name."""

    entry: int
    name: str


@dataclass(frozen=True)
class Listing:
    """The pictures of an archive, in natural order, and the names of the files that are left out."""

    pictures: list[Picture]
    left_out: list[str]


def listing(path: Path) -> Listing:
    """Return the contents of a ZIP file that is within every limit. Raises the BadInput that refuses it."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [(n, entry) for n, entry in enumerate(archive.infolist()) if not entry.is_dir()]
            names = [readable_name(entry) for _n, entry in entries]
            _check([entry for _n, entry in entries], names, len(archive.infolist()))
            refuse_containers(archive, [entry for _n, entry in entries], names)
    except UNREADABLE as error:
        raise Damaged from error
    named = [(Picture(n, name), entry) for (n, entry), name in zip(entries, names, strict=True)]
    pictures = [(picture, entry) for picture, entry in named if is_picture(picture.name)]
    others = sorted(name for name in names if not is_picture(name) and not is_system_file(name))
    if not pictures:
        raise ArchiveOfFiles(found=_kinds(others)) if others else NoPages
    _check_readable([entry for _picture, entry in pictures])
    return Listing(sorted((picture for picture, _entry in pictures), key=lambda p: natural_key(p.name)), others)


def readable_name(entry: zipfile.ZipInfo) -> str:
    """Return the name with slashes: as UTF-8, or Shift-JIS, where the archive does not say how it is written.

    A backslash separates folders, as some programs of Windows write it; within Shift-JIS it may be half of a letter.
    """
    name = entry.orig_filename
    if not entry.flag_bits & _NAME_IS_UTF8 and not name.isascii():
        raw = name.encode("cp437", "replace")  # as Python's zipfile has decoded it
        name = _decoded(raw, "utf-8") or _decoded(raw, "cp932", _JAPANESE) or name
    return name.replace("\\", "/")


def read(archive: zipfile.ZipFile, entry: int | str) -> bytes:
    """Return the bytes of an entry, by its position, or by its name as release 0.1.0 saved it.

    Raises PageDamaged, also for more than MAX_ENTRY bytes.
    """
    try:
        with archive.open(archive.infolist()[entry] if isinstance(entry, int) else entry) as stream:
            data = stream.read(MAX_ENTRY + 1)
    except (*UNREADABLE, IndexError) as problem:
        raise PageDamaged from problem
    if len(data) > MAX_ENTRY:
        raise PageDamaged
    return data


def read_from(path: Path, entry: int | str) -> bytes:
    """Return the bytes of an entry of the ZIP file `path`: see `read`."""
    try:
        with zipfile.ZipFile(path) as archive:
            return read(archive, entry)
    except UNREADABLE as problem:
        raise PageDamaged from problem


def frames_of(path: Path, entry: int) -> list[int]:
    """Return the frames of a picture that are pages; one that cannot be opened is one page, broken when read."""
    try:
        return images.frames_of(io.BytesIO(read_from(path, entry)))
    except BadInput:
        return [0]


def _decoded(raw: bytes, encoding: str, expected: re.Pattern[str] | None = None) -> str:
    """Return the name in this encoding; empty if it is not written in it."""
    try:
        name = raw.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return name if expected is None or expected.search(name) else ""


def _kinds(names: Sequence[str]) -> str:
    """Return the endings of the names, the most frequent first: "PDF, DOCX"."""
    endings = Counter(PurePosixPath(name).suffix.lstrip(".").upper()[:8] or "?" for name in names)
    return ", ".join(ending for ending, _count in endings.most_common(4))


def _check(entries: Sequence[zipfile.ZipInfo], names: Sequence[str], count: int) -> None:
    """Refuse an archive that is beyond a limit; `count` includes the folders."""
    if count > MAX_ENTRIES:
        raise TooManyEntries(found=count, limit=MAX_ENTRIES)
    for entry, name in zip(entries, names, strict=True):
        _check_name(entry, name)
        if entry.file_size > MAX_ENTRY or entry.file_size > _ANY_RATIO_BELOW + MAX_RATIO * entry.compress_size:
            raise UnpacksTooLarge
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise UnpacksTooLarge
    _check_overlap(entries)


def _check_readable(pictures: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse pictures that are locked or packed by a method that Python cannot unpack."""
    for entry in pictures:
        if entry.flag_bits & _LOCKED:
            raise Encrypted
        if entry.compress_type not in _METHODS:
            raise PackedOtherwise(found=_METHOD_NAMES.get(entry.compress_type, str(entry.compress_type)))


def _check_name(entry: zipfile.ZipInfo, name: str) -> None:
    is_unsafe = (
        ".." in name.split("/")
        or name.startswith("/")
        or "\0" in name
        or re.match(r"[A-Za-z]:", name)
        or stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
        or len(name.encode("utf-8", "replace")) > 4 * _NAME_LENGTH
    )
    if is_unsafe:
        raise UnsafeArchive(found=ascii(name[:60]))


def _check_overlap(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse entries whose bytes overlap."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnsafeArchive(found="overlap")
        end = entry.header_offset + 30 + entry.compress_size  # 30: the fixed part of the local header

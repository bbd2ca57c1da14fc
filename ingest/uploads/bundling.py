"""Bundle the page pictures of one book into a ZIP file, each picture unchanged."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from ingest.filenames import clean_name, natural_key

COPY_BUFFER = 1024 * 1024  # bytes
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that ZIP can store


class ByteSource(Protocol):
    """As much of a file as is needed to bundle it."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


NamedFile = tuple[str, ByteSource]


class LazyFile:
    """A file that its first read opens and its end closes: a book can have more pictures than a process has handles."""

    def __init__(self, open_file: Callable[[], BinaryIO]) -> None:
        self._open = open_file
        self._file: BinaryIO | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        if self._file is None:
            self._file = self._open()
        data = self._file.read(size)
        if not data:
            self._file.close()
        return data


def write_zip(pictures: Sequence[NamedFile], target: BinaryIO) -> None:
    """Write the pictures in the natural order of their names, uncompressed; the same pictures give the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, source in sorted(_with_unique_names(pictures), key=lambda picture: natural_key(picture[0])):
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as out:
                while chunk := source.read(COPY_BUFFER):
                    out.write(chunk)


def _with_unique_names(pictures: Sequence[NamedFile]) -> Iterator[NamedFile]:
    """Yield the pictures under safe names, each name once: two folders may both hold a 001.jpg."""
    seen: set[str] = set()
    for number, (name, file) in enumerate(pictures):
        parts = [clean_name(part) for part in name.replace("\\", "/").split("/") if part.strip(". ")]
        path = PurePosixPath(*parts) if parts else PurePosixPath(f"{number}.jpg")
        if str(path).casefold() in seen:
            path = path.with_name(f"{path.stem}-{number}{path.suffix}")
        seen.add(str(path).casefold())
        yield str(path), file

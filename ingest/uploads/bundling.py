"""Files, folders and loose pictures are brought into the intake; pictures that are one book are bound into one zip."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.conf import settings

from ingest.parsers import archive
from ingest.uploads import actions
from ingest.uploads.actions import ReceivedFile
from ingest.uploads.filenames import clean_name
from repository.store import store

Named = tuple[str, archive.Readable]


class LazyStoreFile:
    """An object of the store that is opened when it is read and closed at its end: a book has a thousand pictures."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._file: BinaryIO | None = None

    def read(self, size: int = -1, /) -> bytes:
        """See archive.Readable."""
        if self._file is None:
            self._file = store().open(self._key)
        data = self._file.read(size)
        if not data:
            self._file.close()
        return data


def receive_path(path: Path) -> list[ReceivedFile]:
    """Bring a file, or what a folder holds, into the intake."""
    if path.is_dir():
        return _sent_folder(path)
    with path.open("rb") as source:
        return [actions.store_incoming(path.name, source, path.stat().st_size)]


def bundle_pictures(title: str, pictures: Sequence[Named]) -> ReceivedFile:
    """Pictures that are the pages of one book: each unchanged, in the natural order of their names."""
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        bound = cast(BinaryIO, file)
        archive.bind(list(_named_once(pictures)), bound)
        size = bound.tell()
        bound.seek(0)
        return actions.store_incoming(f"{title}.zip", bound, size)


def _sent_folder(folder: Path) -> list[ReceivedFile]:
    """Its pictures are one book; its other files are sent one by one."""
    files = sorted((file for file in folder.rglob("*") if file.is_file()), key=lambda file: archive.natural(str(file)))
    named = [(str(file.relative_to(folder)), file) for file in files]
    pictures = [(name, file) for name, file in named if archive.is_picture(name)]
    others = [file for name, file in named if not archive.is_picture(name) and not archive.is_hidden(name)]
    with ExitStack() as opened:
        book = [(name, opened.enter_context(file.open("rb"))) for name, file in pictures]
        bound = [bundle_pictures(folder.resolve().name, book)] if book else []
    return bound + [one for file in others for one in receive_path(file)]


def _named_once(pictures: Sequence[Named]) -> Iterator[Named]:
    """Names that lead nowhere and stand once each: two folders may both hold a 001.jpg."""
    seen: set[str] = set()
    for number, (name, file) in enumerate(pictures):
        parts = [clean_name(part) for part in name.replace("\\", "/").split("/") if part.strip(". ")]
        plain = PurePosixPath(*parts) if parts else PurePosixPath(f"{number}.jpg")
        if str(plain).casefold() in seen:
            plain = plain.with_name(f"{plain.stem}-{number}{plain.suffix}")
        seen.add(str(plain).casefold())
        yield str(plain), file

"""Objects as files in a folder: durable before they are visible, written once, never outside the folder."""

import errno
import hashlib
import io
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from repository.store import links
from repository.store.errors import KeyMissing, KeyTaken, StoreFull, StoreUnavailable
from repository.store.keys import checked, digest_in
from repository.store.protocol import StoredObject
from repository.store.slices import Slice

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNFINISHED = ".unfinished"  # no key begins with a dot


class DiskStore:
    """Each key is a path under `root`. Needs a file system with hard links, as all of Linux's own are."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> None:
        """See Store.put; the type of a file is told by who links to it."""
        target = self._path(key)
        with self.draft() as (draft, file):
            shutil.copyfileobj(source, file, 1024 * 1024)
            make_durable(file)
            self.place(draft, target)

    def open(self, key: str, start: int = 0, end: int | None = None) -> BinaryIO:
        """See Store.open."""
        with translating_errors(key):
            file = self._path(key).open("rb")
            size = os.fstat(file.fileno()).st_size
        file.seek(start)
        if end is None or end >= size:
            return file  # a web server that knows how sends it without reading it
        return cast(BinaryIO, io.BufferedReader(Slice(file, max(end - start, 0))))

    def size(self, key: str) -> int:
        """See Store.size."""
        if not self.exists(key):
            raise KeyMissing(key)
        with translating_errors(key):
            return self._path(key).stat().st_size

    def exists(self, key: str) -> bool:
        """See Store.exists."""
        return self._path(key).is_file()

    def link(self, key: str, *, seconds: int, content_type: str, file_name: str, inline: bool) -> str:
        """See Store.link; the address is one of our own, which asks nobody and only checks its signature."""
        until = int(time.time()) + seconds
        return links.address(links.Link(checked(key), content_type, file_name, inline, until))

    def verify(self, key: str) -> bool:
        """See Store.verify."""
        expected = digest_in(key)
        with self.open(key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == expected  # type: ignore[arg-type]

    def list_objects(self, prefix: str = "") -> Iterator[StoredObject]:
        """See Store.walk."""
        for path in self._files(self.root):
            key = path.relative_to(self.root).as_posix()
            if key.startswith(prefix):
                found = path.stat()
                yield StoredObject(key, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def remove(self, key: str) -> None:
        """See Store.remove."""
        self._path(key).unlink(missing_ok=True)

    def remove_incomplete(self, *, before: datetime) -> None:
        """See Store.tidy."""
        for draft in (self.root / _UNFINISHED).glob("*"):
            with suppress(FileNotFoundError):  # its writer has just finished
                if draft.stat().st_mtime < before.timestamp():
                    draft.unlink()

    def copy(self, source_key: str, key: str) -> None:
        """See Store.copy; both keys share the bytes on disk, which nobody writes to again."""
        with translating_errors(source_key):
            self.place(self._path(source_key), self._path(key))

    @contextmanager
    def draft(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A file that nobody sees yet, gone at the end; full disks and broken ones told by our own names."""
        folder = self.root / _UNFINISHED
        draft = folder / uuid.uuid4().hex
        with translating_errors(draft.name):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                with draft.open("xb") as file:
                    yield draft, file
            finally:
                draft.unlink(missing_ok=True)

    def place(self, draft: Path, target: Path) -> None:
        """Give durable bytes their key. A hard link fails where a rename would overwrite: one writer of many wins."""
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(draft, target)
        except FileExistsError:
            if target.stat().st_size != draft.stat().st_size:
                raise KeyTaken(target.name) from None
            return
        for folder in (target.parent, *target.parent.parents):
            sync_folder(folder)
            if folder == self.root:
                break

    def _path(self, key: str) -> Path:
        return self.root / checked(key)

    def _files(self, folder: Path) -> Iterator[Path]:
        """In the order of keys, in which a/b stands after a-b: a folder sorts by its name with the slash."""
        if not folder.is_dir():
            return
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
        for entry in sorted(entries, key=lambda entry: entry.name + "/" * entry.is_dir()):
            if entry.is_dir():
                yield from self._files(Path(entry.path))
            else:
                yield Path(entry.path)


def make_durable(file: BinaryIO) -> None:
    """Bytes are on the disk itself when this returns."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """The names in the folder are on the disk itself when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def translating_errors(key: str) -> Iterator[None]:
    """What the system says of a file, told by our own names."""
    try:
        yield
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as missing:
        raise KeyMissing(key) from missing
    except OSError as problem:
        full = problem.errno in _NO_ROOM
        raise (StoreFull if full else StoreUnavailable)(f"{key}: {problem.strerror}") from problem

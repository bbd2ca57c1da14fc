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
    """A store in which each key is a path under `root`. Needs a file system with hard links, as all of Linux have."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> None:
        """See Store.put; files keep no content type: the caller that links to them states it."""
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
        """See Store.link; the address is signed by this installation and needs no lookup."""
        until = int(time.time()) + seconds
        return links.address(links.Link(checked(key), content_type, file_name, inline, until))

    def verify(self, key: str) -> bool:
        """See Store.verify."""
        expected = digest_in(key)
        with self.open(key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == expected  # type: ignore[arg-type]

    def list_objects(self, prefix: str = "") -> Iterator[StoredObject]:
        """See Store.list_objects."""
        for path in self._files(self.root):
            key = path.relative_to(self.root).as_posix()
            if key.startswith(prefix):
                status = path.stat()
                yield StoredObject(key, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def remove(self, key: str) -> None:
        """See Store.remove."""
        self._path(key).unlink(missing_ok=True)

    def remove_incomplete(self, *, before: datetime) -> None:
        """See Store.remove_incomplete."""
        for draft in (self.root / _UNFINISHED).glob("*"):
            with suppress(FileNotFoundError):  # its writer has just finished
                if draft.stat().st_mtime < before.timestamp():
                    draft.unlink()

    def copy(self, source_key: str, key: str) -> None:
        """See Store.copy; both keys share the bytes on disk, to which nothing writes again."""
        with translating_errors(source_key):
            self.place(self._path(source_key), self._path(key))

    @contextmanager
    def draft(self) -> Iterator[tuple[Path, BinaryIO]]:
        """Open a temporary file that is deleted at the end; translate disk errors into the errors of the store."""
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
        """Give durable bytes their key. A hard link fails where a rename would overwrite: the first writer wins."""
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
        """Yield the files in the order of keys: `a/b` comes after `a-b`; a folder sorts by its name with the slash."""
        if not folder.is_dir():
            return
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
        for entry in sorted(entries, key=lambda entry: entry.name + "/" * entry.is_dir()):
            if entry.is_dir():
                yield from self._files(Path(entry.path))
            else:
                yield Path(entry.path)


def make_durable(file: BinaryIO) -> None:
    """Flush the bytes of the file to the disk itself."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Flush the names in the folder to the disk itself."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def translating_errors(key: str) -> Iterator[None]:
    """Translate errors of the file system into the errors of the store."""
    try:
        yield
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as missing:
        raise KeyMissing(key) from missing
    except OSError as problem:
        full = problem.errno in _NO_ROOM
        raise (StoreFull if full else StoreUnavailable)(f"{key}: {problem.strerror}") from problem

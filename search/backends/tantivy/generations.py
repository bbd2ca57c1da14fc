"""The folders of an index: one per generation, one of which is current; one process at a time may write.

The file `current` names the generation that searches read; it is replaced atomically when a new one is full. A name is
never reused, even after the whole folder was lost: a process that has the old generation open must notice the new one.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from search.document import FORMAT
from search.errors import EngineUnavailable, IndexLocked

PREFIX = f"format{FORMAT}-"


class Generations:
    """The generations under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._locked_inodes: dict[str, int] = {}  # by lock file
        self._writing = FileLock(folder / "writer.lock", timeout=0, thread_local=False)
        self._rebuilding = FileLock(folder / "rebuild.lock", timeout=0, thread_local=False)

    def current(self) -> Path | None:
        """Return the current generation, None before the first one. Raises EngineUnavailable on a disk error."""
        try:
            return self.folder / (self.folder / "current").read_text().strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EngineUnavailable from error

    def is_ready(self) -> bool:
        """Return whether the current generation has the present format."""
        current = self.current()
        return current is not None and current.name.startswith(PREFIX) and current.is_dir()

    def switch(self, generation: Path) -> None:
        """Make a generation the current one; remove all others but the one that it replaces."""
        replaced = self.current()
        new = self.folder / "current.new"
        new.write_text(generation.name)
        new.replace(self.folder / "current")
        for old in self.folder.glob("format*-*"):
            if old not in (generation, replaced):
                shutil.rmtree(old, ignore_errors=True)

    def take_writing(self) -> None:
        """Become the one process that writes, until it ends. Raises IndexLocked."""
        self._take(self._writing)

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """Create the folder of a new generation; one process at a time may fill one. Raises IndexLocked."""
        self._take(self._rebuilding)
        try:
            yield self._begin()
        finally:
            self._rebuilding.release()

    def first(self) -> None:
        """Create an empty generation and make it the current one."""
        self.switch(self._begin())

    def release(self) -> None:
        """Let another process write."""
        self._writing.release(force=True)

    def _begin(self) -> Path:
        """Create an empty folder for the next generation."""
        self.folder.mkdir(parents=True, exist_ok=True)
        numbers = [int(path.name.split("-")[1]) for path in self.folder.glob("format*-*")]
        folder = self.folder / f"{PREFIX}{max(numbers, default=0) + 1:06d}-{secrets.token_hex(3)}"
        folder.mkdir()
        return folder

    def _take(self, lock: FileLock) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if lock.is_locked and _inode(lock) == self._locked_inodes[lock.lock_file]:
            return
        lock.release(force=True)  # its file was removed with the folder, so it blocks no process
        try:
            lock.acquire()
        except Timeout:
            raise IndexLocked from None
        self._locked_inodes[lock.lock_file] = _inode(lock)


def _inode(lock: FileLock) -> int:
    try:
        return Path(lock.lock_file).stat().st_ino
    except FileNotFoundError:
        return 0

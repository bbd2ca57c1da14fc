"""The folders of an index: generations beside each other, one of them current; one process at a time may write.

`current` names the generation that searches read; it is replaced in one step when a new one is full. No name is used
twice, also not after the whole folder was lost: who has the old one open must not take the new one for it.
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
        self._taken: dict[str, int] = {}  # the inode of each lock's file
        self._writing = FileLock(folder / "writer.lock", timeout=0, thread_local=False)
        self._rebuilding = FileLock(folder / "rebuild.lock", timeout=0, thread_local=False)

    def current(self) -> Path | None:
        """The generation that is searched; None before the first; raises EngineUnavailable on a broken disk."""
        try:
            return self.folder / (self.folder / "current").read_text().strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EngineUnavailable from error

    def is_ready(self) -> bool:
        """Whether the current one has the present format."""
        current = self.current()
        return current is not None and current.name.startswith(PREFIX) and current.is_dir()

    def switch(self, generation: Path) -> None:
        """Make it the current one; those before the one that it replaces are removed."""
        replaced = self.current()
        new = self.folder / "current.new"
        new.write_text(generation.name)
        new.replace(self.folder / "current")
        for old in self.folder.glob("format*-*"):
            if old not in (generation, replaced):
                shutil.rmtree(old, ignore_errors=True)

    def take_writing(self) -> None:
        """Be the one process that writes, until it ends; raises IndexTaken."""
        self._take(self._writing)

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """The folder of a new generation, for the one process that may fill it now; raises IndexTaken."""
        self._take(self._rebuilding)
        try:
            yield self._begin()
        finally:
            self._rebuilding.release()

    def first(self) -> None:
        """Make an empty generation the current one."""
        self.switch(self._begin())

    def release(self) -> None:
        """Let another process write."""
        self._writing.release(force=True)

    def _begin(self) -> Path:
        """An empty folder for the next generation."""
        self.folder.mkdir(parents=True, exist_ok=True)
        numbers = [int(path.name.split("-")[1]) for path in self.folder.glob("format*-*")]
        folder = self.folder / f"{PREFIX}{max(numbers, default=0) + 1:06d}-{secrets.token_hex(3)}"
        folder.mkdir()
        return folder

    def _take(self, lock: FileLock) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if lock.is_locked and _inode(lock) == self._taken[lock.lock_file]:
            return
        lock.release(force=True)  # of a file that was removed with the folder: it keeps nobody out any more
        try:
            lock.acquire()
        except Timeout:
            raise IndexLocked from None
        self._taken[lock.lock_file] = _inode(lock)


def _inode(lock: FileLock) -> int:
    try:
        return Path(lock.lock_file).stat().st_ino
    except FileNotFoundError:
        return 0

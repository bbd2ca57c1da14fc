"""The cache of this user: programs and templates that every checkout shares, so that a second clone builds nothing.

Each entry is a folder whose name holds a version or a digest of its input. The cache may be deleted at any time.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path


def cache_dir() -> Path:
    """Return $XDG_CACHE_HOME/tu-sach, by default ~/.cache/tu-sach."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tu-sach"


def cached(entry: Path, build: Callable[[Path], None]) -> Path:
    """Return the folder `entry`; if it is missing, let `build` fill a draft and rename that.

    Two processes that need the same entry wait for each other; an interrupted build leaves a draft that the next one
    deletes. Raises what `build` raises.
    """
    if entry.is_dir():
        return entry
    entry.parent.mkdir(parents=True, exist_ok=True)
    with entry.with_name(f"{entry.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not entry.is_dir():
            draft = entry.with_name(f"{entry.name}.draft")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            build(draft)
            draft.rename(entry)
    return entry

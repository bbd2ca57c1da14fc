"""The spool: local copies of stored originals, for parsers that need a path."""

import os
import shutil
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from repository.store import store

RETENTION_SECONDS = 6 * 3600
COPY_BUFFER = 1024 * 1024  # bytes


def folder() -> Path:
    """Return the folder of the copies, which parsers may read; create it if needed."""
    path = Path(settings.VAR_DIR) / "spool" / "scratch" / "originals"
    path.mkdir(parents=True, exist_ok=True)
    return path


def local_copy(key: str) -> Path:
    """Return the stored object as a local file, fetched once.

    The copy is written under another name and then renamed, so that no parser reads a partial file.
    """
    path = folder() / key.replace("/", "-")
    if not path.exists():
        partial = path.with_name(f"{path.name}.{uuid4().hex}")
        try:
            with store().open(key) as source, partial.open("wb") as target:
                shutil.copyfileobj(source, target, COPY_BUFFER)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)  # leaves no partial file on a full disk
    os.utime(path)
    return path


def delete(key: str) -> None:
    """Delete the local copy; do nothing if there is none."""
    (folder() / key.replace("/", "-")).unlink(missing_ok=True)


def delete_unused() -> None:
    """Delete copies unused for RETENTION_SECONDS, and scratch folders of workers that were killed."""
    oldest = time.time() - RETENTION_SECONDS
    for path in (*folder().iterdir(), *folder().parent.iterdir()):
        if path == folder() or path.stat().st_mtime >= oldest:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

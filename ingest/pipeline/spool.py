"""Originals as files of this machine, for parsers that need a path; fetched once, thrown away when not needed."""

import os
import shutil
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from repository.store import store

_UNUSED_SECONDS = 6 * 3600


def folder() -> Path:
    """Where they lie."""
    place = Path(settings.VAR_DIR) / "spool" / "scratch" / "originals"  # where a child process may read
    place.mkdir(parents=True, exist_ok=True)
    return place


def local_copy(key: str) -> Path:
    """The object as a local file; written beside its place and moved there whole, so that no half file is ever read."""
    place = folder() / key.replace("/", "-")
    if not place.exists():
        draft = place.with_name(f"{place.name}.{uuid4().hex}")
        try:
            with store().open(key) as source, draft.open("wb") as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)  # a full disk is not filled further
    os.utime(place)
    return place


def delete(key: str) -> None:
    """Throw the local file away."""
    (folder() / key.replace("/", "-")).unlink(missing_ok=True)


def delete_unused() -> None:
    """Throw away what nobody has asked for in hours, and the scratch folders of workers that were killed."""
    oldest = time.time() - _UNUSED_SECONDS
    for place in (*folder().iterdir(), *folder().parent.iterdir()):
        if place == folder() or place.stat().st_mtime >= oldest:
            continue
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)

"""Where foreign bytes are read: this process's sandbox, and scratch folders that are gone when the work is."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from ingest.tools.sandbox import Child, sandbox


@contextmanager
def child() -> Iterator[Child]:
    """A fresh walled-in process that reads for us, gone at the end."""
    with sandbox(scratch_root()).child() as made:
        yield made


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that the child may write to."""
    place = Path(mkdtemp(dir=scratch_root()))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def scratch_root() -> Path:
    """The only folder in which a child may write."""
    place = Path(settings.VAR_DIR) / "spool" / "scratch"
    place.mkdir(parents=True, exist_ok=True)
    return place

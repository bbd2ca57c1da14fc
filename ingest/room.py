"""Where foreign bytes are read: this process's sandbox, and scratch folders that are gone when the work is."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from ingest.errors import ParserDied, ParserTimedOut
from ingest.tools.sandbox import Child, sandbox
from workshop import stopping


@contextmanager
def child() -> Iterator[Child]:
    """A fresh walled-in process that reads for us, gone at the end; or at once, when this process is asked to end."""
    stopping.check()
    with sandbox(scratch_root()).child() as made, stopping.ends(partial(os.kill, made.pid, signal.SIGKILL)):
        try:
            yield made
        except (ParserDied, ParserTimedOut):
            stopping.check()  # it is we who killed it: no fault of the file
            raise


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

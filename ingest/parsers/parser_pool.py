"""Where foreign bytes are read: this process's sandbox, and scratch folders that are gone when the work is."""

import logging
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from django.conf import settings

from ingest.errors import ParserCrashed, ParserTimedOut
from ingest.parsers.sandbox import Child, sandbox
from workers import shutdown

logger = logging.getLogger("ingest")

MAX_PARSER_MEMORY = 600 * 1024**2  # a reader that holds more between two batches is replaced


@contextmanager
def parser(*, reads: bool = False) -> Iterator[Child]:
    """A fresh walled-in process that parses for us, gone at the end; or at once, when this process is asked to end.

    `reads`: it is to read pages by OCR, which wants models that others need not hold.
    """
    shutdown.raise_if_requested()
    fresh = sandbox(scratch_root()).child(reads=reads)
    with fresh as made, shutdown.on_request(partial(os.kill, made.pid, signal.SIGKILL)):
        try:
            yield made
        except (ParserCrashed, ParserTimedOut):
            shutdown.raise_if_requested()  # it is we who killed it: no fault of the file
            raise


def preload() -> None:
    """Load all that reads pages, before the first page waits for it."""
    try:
        with parser(reads=True):
            return
    except ParserCrashed:
        logger.warning("what reads pages could not be loaded: the first page will try again, and say why")


@dataclass
class _OpenParser:
    """The child that waits for the next pages of an upload; closing `stack` ends it."""

    upload: UUID
    parser: Child
    stack: ExitStack


_open: list[_OpenParser] = []  # one at most


@contextmanager
def parser_for(upload: UUID) -> Iterator[Child]:
    """The child that reads the pages of this upload for this worker, the same from batch to batch.

    A fresh one for every other upload, so that no file can touch another's pages; after whatever went wrong; and
    when it has grown. Every answer must be read to its end.
    """
    current = _taken(upload)
    with ExitStack() as gone_unless_all_is_well:
        gone_unless_all_is_well.push(current.stack)
        yield current.parser
        gone_unless_all_is_well.pop_all()
        if 0 < current.parser.memory() < MAX_PARSER_MEMORY:
            _open.append(current)
        else:
            current.stack.close()


def close_parser() -> None:
    """End the one that is kept."""
    while _open:
        _open.pop().stack.close()


def _taken(upload: UUID) -> _OpenParser:
    if _open and _open[0].upload == upload and _open[0].parser.memory():
        return _open.pop()
    close_parser()
    stack = ExitStack()
    return _OpenParser(upload, stack.enter_context(parser(reads=True)), stack)


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

"""Parsers for a worker: a fresh one for each request, or one that stays for the pages of an upload; scratch folders."""

import logging
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from django.conf import settings

from ingest.errors import ParserCrashed, ParserTimedOut
from ingest.parsers import isolation
from ingest.parsers.errors import IsolationMissing
from ingest.parsers.sandbox import Parser, Sandbox, sandbox
from workers import shutdown

logger = logging.getLogger("ingest")

MAX_PARSER_MEMORY = 600 * 1024**2  # bytes; a parser that holds more between two batches is replaced


@dataclass
class _IdleParser:
    """A parser that waits for the next pages of an upload; closing `stack` ends it."""

    upload: UUID
    parser: Parser
    stack: ExitStack


_idle: list[_IdleParser] = []  # at most one


@contextmanager
def parser(*, ocr: bool = False) -> Iterator[Parser]:
    """Start a parser and kill it at the end, or at once if this process is asked to end.

    `ocr`: with the OCR models, which other parsers do not need. Raises ShutdownRequested, IsolationMissing.
    """
    shutdown.raise_if_requested()
    with _guarded(sandbox(scratch_root()).parser(ocr=ocr)) as started:
        yield started


@contextmanager
def parser_of(module: str) -> Iterator[Parser]:
    """Start a parser with the jobs of another main module, which other parsers do not need; see `parser`."""
    shutdown.raise_if_requested()
    own = Sandbox(scratch_root(), module)
    try:
        with _guarded(own.parser()) as started:
            yield started
    finally:
        own.close()


@contextmanager
def _guarded(fresh: AbstractContextManager[Parser]) -> Iterator[Parser]:
    """Yield a parser that is isolated, and kill it if this process is asked to end."""
    with fresh as started, shutdown.on_request(partial(os.kill, started.pid, signal.SIGKILL)):
        _require_isolation(started)
        try:
            yield started
        except (ParserCrashed, ParserTimedOut):
            shutdown.raise_if_requested()  # the shutdown killed it; the file is not at fault
            raise


def preload() -> None:
    """Load the OCR models before the first page needs them."""
    try:
        with parser(ocr=True):
            return
    except (ParserCrashed, IsolationMissing) as problem:
        logger.warning("the OCR models could not be loaded; the first page will try again and report why: %r", problem)


@contextmanager
def parser_for(upload: UUID) -> Iterator[Parser]:
    """Yield the parser for the pages of this upload, the same from batch to batch.

    It is replaced for another upload, so that no file can touch another's pages; after a failure; and when it has grown
    beyond MAX_PARSER_MEMORY. Read every answer to its end.
    """
    current = _take(upload)
    with ExitStack() as closing_on_failure:
        closing_on_failure.push(current.stack)
        yield current.parser
        closing_on_failure.pop_all()
        if 0 < current.parser.memory() < MAX_PARSER_MEMORY:
            _idle.append(current)
        else:
            current.stack.close()


def close_parser() -> None:
    """End the idle parser, if there is one."""
    while _idle:
        _idle.pop().stack.close()


def _require_isolation(started: Parser) -> None:
    """Raise IsolationMissing if a wall is missing, unless a setting allows that; then log it for each parser."""
    walls = isolation.missing(started.isolated)
    if not walls:
        return
    if not settings.PARSERS_WITHOUT_ISOLATION:
        raise IsolationMissing
    logger.warning("parser %s reads files without isolation: %s", started.pid, ", ".join(walls))


def _take(upload: UUID) -> _IdleParser:
    if _idle and _idle[0].upload == upload and _idle[0].parser.memory():
        return _idle.pop()
    close_parser()
    stack = ExitStack()
    return _IdleParser(upload, stack.enter_context(parser(ocr=True)), stack)


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder that parsers may write, and delete it at the end."""
    folder = Path(mkdtemp(dir=scratch_root()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scratch_root() -> Path:
    """Return the only folder that parsers may write; create it if needed."""
    folder = Path(settings.VAR_DIR) / "spool" / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""The worker's side of a parser process: request jobs, enforce time limits, survive its crash.

    with sandbox(scratch).parser() as parser:
        for values, blobs in parser.ask("read_pdf", path=…, numbers=[…], seconds=120): …

A parser serves one upload and then ends (parser_pool.py keeps it between two batches of pages). It is forked from a
process that has the parsing libraries loaded already.
"""

import atexit
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from ingest.errors import ParserCrashed, ParserTimedOut, by_code
from ingest.parsers.errors import ParserFault
from ingest.parsers.ipc import WITH_OCR, WITHOUT_OCR, Message, receive, send, storable

logger = logging.getLogger("ingest.sandbox")
_START_TIMEOUT = 60  # seconds in which the libraries must be loaded
_ROOT = Path(__file__).resolve().parent.parent.parent
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")


class Parser:
    """One isolated process. `isolated` says which of its walls stand: see isolation.apply."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.connection.settimeout(_START_TIMEOUT)
        greeting = _greeting(self.connection)
        self.pid, self.isolated = int(greeting["pid"]), dict(greeting["isolated"])

    def ask(self, job: str, *, seconds: float, **arguments: Any) -> Iterator[Message]:
        """Run a job of parser_jobs.py and yield the parts of its answer as they come; `seconds`: longest silence.

        Raises the UserFacingError with which the job refused, ParserFault if our own code failed, ParserCrashed or
        ParserTimedOut; after the last two the process is gone.
        """
        self.connection.settimeout(seconds)
        try:
            send(self.connection, {"job": job, "arguments": arguments})
            while True:
                answer = receive(self.connection)
                if answer is None:
                    raise ParserCrashed
                head, blobs = answer
                if head["is"] == "end":
                    return
                if head["is"] == "refusal":
                    raise by_code(str(head["code"]))(**dict(head["details"]))
                if head["is"] == "fault":
                    raise ParserFault(str(head["traceback"]))
                yield storable(dict(head["values"])), blobs
        except TimeoutError as late:
            self.kill()
            raise ParserTimedOut from late
        except (ConnectionError, KeyError, TypeError, ValueError) as broken:
            self.kill()
            raise ParserCrashed from broken

    def one(self, job: str, *, seconds: float, **arguments: Any) -> dict[str, Any]:
        """Return the values of a job that answers once; see `ask`."""
        for values, _blobs in self.ask(job, seconds=seconds, **arguments):
            last = values
        return last

    def memory(self) -> int:
        """Return the resident memory of the process in bytes; 0 if it is gone."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except OSError:
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """Kill the process and whatever it started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.connection.close()


class Sandbox:
    """The process that has the parsing libraries loaded and forks a parser on request."""

    def __init__(self, scratch: Path, module: str = "ingest.parsers.parser_main") -> None:
        own_end, child_end = socket.socketpair()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment |= {"OMP_THREAD_LIMIT": "1", "HOME": str(scratch), "TMPDIR": str(scratch), "PYTHONPATH": str(_ROOT)}
        self.control = own_end
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, str(child_end.fileno()), str(scratch), str(os.getpid())],
            pass_fds=[child_end.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=_ROOT,
        )
        child_end.close()

    @contextmanager
    def parser(self, *, ocr: bool = False) -> Iterator[Parser]:
        """Fork a parser, with the OCR models if `ocr`, and kill it at the end."""
        own_end, child_end = socket.socketpair()
        try:
            socket.send_fds(self.control, [WITH_OCR if ocr else WITHOUT_OCR], [child_end.fileno()])
        finally:
            child_end.close()
        parser = Parser(own_end)
        try:
            yield parser
        finally:
            parser.kill()

    def is_alive(self) -> bool:
        """Return whether the process still runs."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the process."""
        self.control.close()
        self.process.wait(timeout=10)


def sandbox(scratch: Path) -> Sandbox:
    """Return this process's own sandbox, started by the first call, and again if it has ended."""
    current = _started(scratch, os.getpid())
    if not current.is_alive():
        logger.warning("the sandbox ended with status %s and is started again", current.process.returncode)
        _started.cache_clear()
        current = _started(scratch, os.getpid())
    return current


@cache
def _started(scratch: Path, pid: int) -> Sandbox:
    """Start the sandbox of the process `pid`: after a fork the child must not use its parent's."""
    scratch.mkdir(parents=True, exist_ok=True)
    started = Sandbox(scratch)
    atexit.register(started.close)
    return started


def _greeting(connection: socket.socket) -> dict[str, Any]:
    try:
        greeting = receive(connection)
    except (TimeoutError, ConnectionError) as broken:
        raise ParserCrashed from broken
    if greeting is None:
        raise ParserCrashed
    return greeting[0]

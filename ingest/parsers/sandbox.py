"""The worker's side of the child process that parses foreign bytes: asks, gives a deadline, survives its death.

    with sandbox().child() as child:
        for values, blobs in child.ask("read_pdf", path=…, numbers=[…], seconds=120): …

A child serves one upload and is then gone (room.py keeps it between two batches of pages); it is forked from a process
that has the readers loaded already.
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
from ingest.parsers.ipc import PARSES, READS, receive, send

logger = logging.getLogger("ingest.sandbox")
_START = 60  # seconds in which the readers must have loaded
_ROOT = Path(__file__).resolve().parent.parent.parent
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")


class Child:
    """One walled-in process; `walls` tells which walls stand."""

    def __init__(self, talk: socket.socket) -> None:
        self.talk = talk
        self.talk.settimeout(_START)
        hello = _answer(self.talk)
        self.pid, self.walls = int(hello["pid"]), dict(hello["walls"])

    def ask(self, job: str, *, seconds: float, **arguments: Any) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
        """The parts of a job's answer as they come; `seconds`: the longest silence.

        Raises what the job refused with, ParserDied or ParserTimedOut; after these two the child is gone.
        """
        self.talk.settimeout(seconds)
        try:
            send(self.talk, {"job": job, "arguments": arguments})
            while True:
                answer = receive(self.talk)
                if answer is None:
                    raise ParserCrashed
                head, blobs = answer
                if head["is"] == "end":
                    return
                if head["is"] == "refusal":
                    raise by_code(str(head["code"]))(**dict(head["details"]))
                yield dict(head["values"]), blobs
        except TimeoutError as late:
            self.kill()
            raise ParserTimedOut from late
        except (ConnectionError, KeyError, TypeError, ValueError) as broken:
            self.kill()
            raise ParserCrashed from broken

    def one(self, job: str, *, seconds: float, **arguments: Any) -> dict[str, Any]:
        """The values of a job that answers once."""
        for values, _blobs in self.ask(job, seconds=seconds, **arguments):
            found = values
        return found

    def memory(self) -> int:
        """How many bytes of memory it holds; 0 when it is gone."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except OSError:
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """End it at once, and whatever it started, by its own id."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.talk.close()


class Sandbox:
    """The process that has the readers loaded, and forks a child whenever one is wanted."""

    def __init__(self, scratch: Path, module: str = "ingest.parsers.parser_main") -> None:
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment |= {"OMP_THREAD_LIMIT": "1", "HOME": str(scratch), "TMPDIR": str(scratch), "PYTHONPATH": str(_ROOT)}
        self.control = ours
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, str(theirs.fileno()), str(scratch), str(os.getpid())],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=_ROOT,
        )
        theirs.close()

    @contextmanager
    def child(self, *, reads: bool = False) -> Iterator[Child]:
        """A fresh child, gone at the end; `reads`: with the models of OCR."""
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self.control, [READS if reads else PARSES], [theirs.fileno()])
        finally:
            theirs.close()
        child = Child(ours)
        try:
            yield child
        finally:
            child.kill()

    def alive(self) -> bool:
        """Whether it still answers."""
        return self.process.poll() is None

    def close(self) -> None:
        """End it."""
        self.control.close()
        self.process.wait(timeout=10)


def sandbox(scratch: Path) -> Sandbox:
    """This process's own sandbox, started at the first call, and again if it died."""
    found = _started(scratch, os.getpid())
    if not found.alive():
        logger.warning("the reader's process ended with %s and is started again", found.process.returncode)
        _started.cache_clear()
        found = _started(scratch, os.getpid())
    return found


@cache
def _started(scratch: Path, pid: int) -> Sandbox:
    scratch.mkdir(parents=True, exist_ok=True)
    made = Sandbox(scratch)
    atexit.register(made.close)
    return made


def _answer(talk: socket.socket) -> dict[str, Any]:
    try:
        answer = receive(talk)
    except (TimeoutError, ConnectionError) as broken:
        raise ParserCrashed from broken
    if answer is None:
        raise ParserCrashed
    return answer[0]

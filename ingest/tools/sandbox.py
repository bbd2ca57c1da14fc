"""The worker's side of the child process that parses foreign bytes: asks, gives a deadline, survives its death.

    found = call("ingest.tools.survey:survey", path, "pdf")
    for values, blobs in stream("ingest.tools.pages:read_pdf", path, [0, 1, 2]): …

What is called is a function of ingest.tools whose first argument is a path under the spool. A child serves the calls
for one path and is then gone; it is forked from a process that has the readers loaded already.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from ingest.errors import ParserDied, ParserTimedOut, by_code
from ingest.tools.wire import receive, send

logger = logging.getLogger("ingest.sandbox")
QUIET = 180.0  # seconds of silence after which a reader is taken for lost
Message = tuple[dict[str, Any], list[bytes]]
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

    def ask(self, target: str, arguments: list[Any], *, seconds: float) -> Iterator[Message]:
        """The parts of an answer as they come; after ParserDied or ParserTimedOut the child is gone."""
        self.talk.settimeout(seconds)
        try:
            send(self.talk, {"target": target, "arguments": arguments})
            while True:
                answer = receive(self.talk)
                if answer is None:
                    raise ParserDied
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
            raise ParserDied from broken

    def kill(self) -> None:
        """End it at once, by its own id."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.talk.close()


class Sandbox:
    """The process that has the readers loaded, and forks a child whenever one is wanted."""

    def __init__(self, scratch: Path) -> None:
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment |= {"OMP_THREAD_LIMIT": "1", "HOME": str(scratch), "TMPDIR": str(scratch), "PYTHONPATH": str(_ROOT)}
        self.control = ours
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ingest.tools.child", str(theirs.fileno()), str(scratch)],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=_ROOT,
        )
        theirs.close()

    def child(self) -> Child:
        """A fresh child; whoever asks for it kills it."""
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self.control, [b"."], [theirs.fileno()])
        except BrokenPipeError as gone:
            raise ParserDied from gone
        finally:
            theirs.close()
        return Child(ours)

    def alive(self) -> bool:
        """Whether it still answers."""
        return self.process.poll() is None

    def close(self) -> None:
        """End it."""
        self.control.close()
        self.process.wait(timeout=10)


def call(target: str, path: Path | str, *arguments: Any, seconds: float = QUIET) -> dict[str, Any]:
    """What the function returns, a dict that JSON can hold. Raises what it refused with, ParserDied, ParserTimedOut."""
    found: dict[str, Any] = {}
    for values, _blobs in stream(target, path, *arguments, seconds=seconds):
        found = values
    return found


def stream(target: str, path: Path | str, *arguments: Any, seconds: float = QUIET) -> Iterator[Message]:
    """What the generator yields, as it comes: values and byte strings. `seconds`: the longest silence between two.

    Raises what it refused with, ParserDied, ParserTimedOut.
    """
    child = _child_for(str(path))
    try:
        yield from child.ask(target, [str(path), *arguments], seconds=seconds)
    except (ParserDied, ParserTimedOut, GeneratorExit):
        _dismiss()  # dead, or in the middle of an answer that nobody wants any more
        raise


def walls() -> dict[str, bool]:
    """Which walls stand around a child on this machine."""
    child = _own_sandbox().child()
    child.kill()
    return child.walls


_serving: dict[str, Child] = {}  # at most one: the child of this process and the path that it serves


def _child_for(path: str) -> Child:
    if path not in _serving:
        _dismiss()
        _serving[path] = _own_sandbox().child()
    return _serving[path]


def _dismiss() -> None:
    for child in _serving.values():
        child.kill()
    _serving.clear()


def _own_sandbox() -> Sandbox:
    """This process's own, started at the first call and again if it died."""
    found = _started(os.getpid())
    if not found.alive():
        logger.warning("the reader's process ended with %s and is started again", found.process.returncode)
        _started.cache_clear()
        found = _started(os.getpid())
    return found


@cache
def _started(pid: int) -> Sandbox:
    return Sandbox(spool_folder())


def spool_folder() -> Path:
    """The only folder that a child may write to, and where it finds what it is to read."""
    place = Path(settings.VAR_DIR) / "spool" / "originals"
    place.mkdir(parents=True, exist_ok=True)
    return place


def _answer(talk: socket.socket) -> dict[str, Any]:
    try:
        answer = receive(talk)
    except (TimeoutError, ConnectionError) as broken:
        raise ParserDied from broken
    if answer is None:
        raise ParserDied
    return answer[0]

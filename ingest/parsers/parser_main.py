"""The process that parses uploaded bytes: it loads the libraries once and forks an isolated child for each upload.

Run as `python -m ingest.parsers.parser_main FD SCRATCH PARENT` by sandbox.py. The first process parses nothing: it
waits on the socket FD, and for each socket that arrives there it forks a child, which runs jobs until that is closed.
The OCR models are loaded before the first child that needs them; recordings need none.
"""

import errno
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accounts.errors import UserFacingError
from ingest.errors import TooMuchDisk, TooMuchMemory
from ingest.parsers import isolation
from ingest.parsers.ipc import WITH_OCR, receive, send
from workers.processes import die_with_parent

_TRACEBACK = 8_000  # characters; its end says most


def load_jobs() -> dict[str, Any]:
    """Return the jobs of uploads, with the libraries that they need."""
    from ingest.parsers import parser_jobs

    return parser_jobs.JOBS


def main(load_jobs: Callable[[], dict[str, Any]] = load_jobs) -> None:
    """Load the libraries, then fork on request until the parent is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    scratch = Path(sys.argv[2])
    die_with_parent(int(sys.argv[3]))
    jobs = load_jobs()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the children
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the worker to handle
    own_pid = os.getpid()
    while True:
        kind, handles, _flags, _address = socket.recv_fds(control, 16, 1)
        if not handles:
            return
        if kind == WITH_OCR:
            from ingest.parsers import ocr

            ocr.load()
        if os.fork() == 0:
            control.close()
            die_with_parent(own_pid)
            _serve(socket.socket(fileno=handles[0]), scratch, jobs)
            os._exit(0)
        os.close(handles[0])


def _serve(connection: socket.socket, scratch: Path, jobs: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # the end of ffmpeg must be noticed
    # A process group, so that everything it starts is killed with it. Not a session: Linux would schedule a session as
    # a unit of its own, and the parser would no longer yield with its worker (workers/priority.py).
    os.setpgid(0, 0)
    isolated = isolation.apply(scratch)
    send(connection, {"pid": os.getpid(), "isolated": isolated})
    while (message := receive(connection)) is not None:
        request, _blobs = message
        try:
            for values, blobs in jobs[request["job"]](**request["arguments"]):
                send(connection, {"is": "part", "values": values}, blobs)
            send(connection, {"is": "end"})
        except UserFacingError as refusal:
            send(connection, {"is": "refusal", "code": refusal.code, "details": refusal.details})
        except BrokenPipeError:
            return
        except Exception as problem:
            traceback.print_exc()
            limit = _limit_reached(problem)
            if limit is not None:
                send(connection, {"is": "refusal", "code": limit.code, "details": {}})
            else:  # each reader turns what its library raises into a refusal: this is a fault of ours, not of the file
                send(connection, {"is": "fault", "traceback": traceback.format_exc()[-_TRACEBACK:]})


def _limit_reached(problem: Exception) -> type[UserFacingError] | None:
    """Return the limit of this process that the file has reached, if it was one."""
    number = problem.errno if isinstance(problem, OSError) else None
    if isinstance(problem, MemoryError) or number == errno.ENOMEM:
        return TooMuchMemory
    return TooMuchDisk if number == errno.EFBIG else None


if __name__ == "__main__":
    main()

"""The process in which foreign bytes are parsed: loads the readers once, forks a walled-in child for each upload.

Run as `python -m ingest.parsers.parser_main FD SCRATCH PARENT` by sandbox.py. The first process reads no foreign bytes:
it waits on the socket FD, and each socket that arrives there gets a child, which answers jobs until it is closed. The
models of OCR are loaded before the first child that is to read pages: of films nobody reads a letter.
"""

import errno
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from accounts.errors import UserFacingError
from ingest.errors import Damaged, TooMuchDisk, TooMuchMemory
from ingest.parsers import isolation
from ingest.parsers.ipc import READS, receive, send
from workers.processes import die_with_parent


def main() -> None:
    """Load, then fork for whoever asks, until the parent is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    scratch = Path(sys.argv[2])
    die_with_parent(int(sys.argv[3]))
    from ingest.parsers import ocr, parser_jobs

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the kernel
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the worker's to answer
    here = os.getpid()
    while True:
        message, handles, _flags, _address = socket.recv_fds(control, 16, 1)
        if not handles:
            return
        if message == READS:
            ocr.load()
        if os.fork() == 0:
            control.close()
            die_with_parent(here)
            _serve(socket.socket(fileno=handles[0]), scratch, parser_jobs.JOBS)
            os._exit(0)
        os.close(handles[0])


def _serve(talk: socket.socket, scratch: Path, jobs: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # ffmpeg's end must be seen
    # Whatever it starts is ended with it. A group, no session: Linux would share the processor anew for that one, and
    # what reads pages would no longer give way with its worker (workers/priority.py).
    os.setpgid(0, 0)
    walls = isolation.apply(scratch)
    send(talk, {"pid": os.getpid(), "walls": walls})
    while (asked := receive(talk)) is not None:
        request, _blobs = asked
        try:
            for values, blobs in jobs[request["job"]](**request["arguments"]):
                send(talk, {"is": "part", "values": values}, blobs)
            send(talk, {"is": "end"})
        except UserFacingError as refusal:
            send(talk, {"is": "refusal", "code": refusal.code, "details": refusal.details})
        except BrokenPipeError:
            return
        except Exception as problem:  # whatever a parser of foreign bytes may raise: the file is at fault
            traceback.print_exc()
            send(talk, {"is": "refusal", "code": _reason(problem).code, "details": {}})


def _reason(problem: Exception) -> type[UserFacingError]:
    number = problem.errno if isinstance(problem, OSError) else None
    if isinstance(problem, MemoryError) or number == errno.ENOMEM:
        return TooMuchMemory
    return TooMuchDisk if number == errno.EFBIG else Damaged


if __name__ == "__main__":
    main()

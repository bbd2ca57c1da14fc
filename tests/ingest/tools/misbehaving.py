"""A child process whose readers do harm: run as `python -m tests.ingest.tools.misbehaving FD SCRATCH`.

The harm is named by the job, or, for `pdf_facts` and `read_pdf`, by a mark that a test left at the end of a file.
"""

import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.parsers import parser_jobs, parser_main

Message = tuple[dict[str, Any], list[bytes]]
MARK = b"%harm:"


def eat_memory() -> Iterator[Message]:
    """Ask for more and more."""
    held = []
    while True:
        held.append(bytes(256 * 1024**2))  # asked for, never touched: the machine is shared


def never_end() -> Iterator[Message]:
    """Spin."""
    while True:
        pass
    yield {}, []


def die() -> Iterator[Message]:
    """As when the kernel ends what eats too much."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield {}, []


def talk_to(port: int) -> Iterator[Message]:
    """Call somebody on this machine."""
    socket.create_connection(("127.0.0.1", port), timeout=5)
    yield {}, []


def multiply(count: int) -> Iterator[Message]:
    """Fork so often, with an end, for root has no limit; the forked ones wait, and would for an hour."""
    for _ in range(count):
        if os.fork() == 0:
            time.sleep(3600)
            os._exit(0)
    yield {"limit": resource.getrlimit(resource.RLIMIT_NPROC)[0]}, []


def grow_file(folder: str, size: int) -> Iterator[Message]:
    """Make a file of this size, without filling the disk."""
    with (Path(folder) / "grown").open("wb") as file:
        file.truncate(size)
    yield {"size": size}, []


def open_many(count: int) -> Iterator[Message]:
    """Open a file many times."""
    held: list[int] = []
    try:
        while len(held) < count:
            held.append(os.open("/dev/null", os.O_RDONLY))
        yield {"open": len(held)}, []
    finally:
        for handle in held:
            os.close(handle)


HARM: dict[str, Callable[..., Iterator[Message]]] = {
    harm.__name__: harm for harm in (eat_memory, never_end, die, talk_to, multiply, grow_file, open_many)
}


def marked(job: Callable[..., Iterator[Message]]) -> Callable[..., Iterator[Message]]:
    """The job as it is, unless the file asks for harm."""

    def do(path: str, **others: Any) -> Iterator[Message]:
        name = Path(path).read_bytes().rpartition(MARK)[2][:40].decode("latin-1")
        yield from HARM[name]() if name in HARM else job(path=path, **others)

    return do


if __name__ == "__main__":
    parser_jobs.JOBS.update(HARM)
    parser_jobs.JOBS.update(pdf_facts=marked(parser_jobs.pdf_facts))
    parser_main.main()

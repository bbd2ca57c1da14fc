"""A parser process that does harm: run as `python -m tests.ingest.parsers.misbehaving FD SCRATCH PARENT`.

The job names the harm; `pdf_facts` also obeys a mark that a test left at the end of a file.
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
from ingest.parsers.ipc import Message

MARK = b"%harm:"


def eat_memory() -> Iterator[Message]:
    """Allocate more and more memory."""
    blocks = []
    while True:
        blocks.append(bytes(256 * 1024**2))  # allocated, never touched: other tests need the memory


def never_end() -> Iterator[Message]:
    """Loop for ever."""
    while True:
        pass
    yield {}, []


def die() -> Iterator[Message]:
    """Die as if the kernel had run out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield {}, []


def connect_to(port: int) -> Iterator[Message]:
    """Connect to a port of this machine."""
    socket.create_connection(("127.0.0.1", port), timeout=5)
    yield {}, []


def multiply(count: int) -> Iterator[Message]:
    """Fork `count` processes that sleep for an hour; a fixed number, because root has no limit."""
    for _ in range(count):
        if os.fork() == 0:
            time.sleep(3600)
            os._exit(0)
    yield {"limit": resource.getrlimit(resource.RLIMIT_NPROC)[0]}, []


def grow_file(folder: str, size: int) -> Iterator[Message]:
    """Make a sparse file of this size."""
    with (Path(folder) / "grown").open("wb") as file:
        file.truncate(size)
    yield {"size": size}, []


def open_many(count: int) -> Iterator[Message]:
    """Open a file `count` times."""
    handles: list[int] = []
    try:
        while len(handles) < count:
            handles.append(os.open("/dev/null", os.O_RDONLY))
        yield {"open": len(handles)}, []
    finally:
        for handle in handles:
            os.close(handle)


HARM: dict[str, Callable[..., Iterator[Message]]] = {
    harm.__name__: harm for harm in (eat_memory, never_end, die, connect_to, multiply, grow_file, open_many)
}


def marked(job: Callable[..., Iterator[Message]]) -> Callable[..., Iterator[Message]]:
    """Wrap a job so that it does the harm that its file asks for."""

    def run(path: str, **others: Any) -> Iterator[Message]:
        name = Path(path).read_bytes().rpartition(MARK)[2][:40].decode("latin-1")
        yield from HARM[name]() if name in HARM else job(path=path, **others)

    return run


if __name__ == "__main__":
    parser_jobs.JOBS.update(HARM)
    parser_jobs.JOBS.update(pdf_facts=marked(parser_jobs.pdf_facts))
    parser_main.main()

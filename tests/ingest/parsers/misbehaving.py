"""A parser process that does harm: run as `python -m tests.ingest.parsers.misbehaving FD SCRATCH PARENT`.

The job names the harm; `pdf_facts` also obeys a mark that a test left at the end of a file.
"""

import ctypes
import errno
import os
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.parsers import parser_jobs, parser_main, system_calls
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


def reach(what: str, secret: str, worker: int, folder: str) -> Iterator[Message]:
    """Try to reach something; yield the outcome."""
    yield {"outcome": outcome(what, secret, worker, folder)}, []


def outcome(what: str, secret: str, worker: int, folder: str) -> str:
    """Return "reached", or the name of the error."""
    try:
        _ATTEMPTS[what](secret, worker, folder)
    except OSError as refused:
        return errno.errorcode.get(refused.errno or 0, "unknown")
    return "reached"


def _call(name: str, *arguments: int) -> int:
    """Make a system call by its name. Raises OSError."""
    library = system_calls._library()
    assert library is not None
    number = library.seccomp_syscall_resolve_name(name.encode())
    result = _libc.syscall(ctypes.c_long(number), *(ctypes.c_long(argument) for argument in arguments))
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return int(result)


def _listen() -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("\0tu-sach-parser")


def _process_in_namespace() -> None:
    child = _call("clone", 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _link(secret: str, folder: str) -> None:
    target = Path(folder) / f"link-{os.getpid()}"
    os.link(secret, target)
    target.unlink()


def _write(folder: str) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"x")


def _thread() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _socket_pair() -> None:
    for end in socket.socketpair():
        end.close()


_libc = ctypes.CDLL(None, use_errno=True)
_ATTEMPTS: dict[str, Callable[[str, int, str], object]] = {
    "a socket": lambda *_: socket.socket().close(),
    "a local socket": lambda *_: socket.socket(socket.AF_UNIX).close(),
    "a listening socket": lambda *_: _listen(),
    "a signal to the worker": lambda _secret, worker, _folder: os.kill(worker, 0),
    "tracing the worker": lambda _secret, worker, _folder: _call("ptrace", 16, worker, 0, 0),
    "memory of the worker": lambda _secret, worker, _folder: _call("process_vm_readv", worker, 0, 0, 0, 0, 0),
    "a new namespace": lambda *_: _call("unshare", 0x10000000),
    "a process in a new namespace": lambda *_: _process_in_namespace(),
    "a mount": lambda *_: _call("mount", 0, 0, 0, 0, 0),
    "io_uring": lambda *_: _call("io_uring_setup", 1, 0),
    "bpf": lambda *_: _call("bpf", 0, 0, 0),
    "keys": lambda *_: _call("keyctl", 0, -3, 1),
    "shared memory": lambda *_: _call("shmctl", _call("shmget", 0, 4096, 0o1600), 0, 0),
    "a performance counter": lambda *_: _call("perf_event_open", 0, 0, 0, 0, 0),
    "reading a secret": lambda secret, *_: Path(secret).read_bytes(),
    "changing the rights of a secret": lambda secret, *_: Path(secret).chmod(0o644),
    "changing the owner of a secret": lambda secret, *_: os.chown(secret, os.getuid(), os.getgid()),
    "truncating a secret": lambda secret, *_: os.truncate(secret, 0),
    "replacing a secret": lambda secret, *_: Path(secret).unlink(),
    "linking to a secret": lambda secret, _worker, folder: _link(secret, folder),
    "the environment of the worker": lambda _secret, worker, _folder: Path(f"/proc/{worker}/environ").read_bytes(),
    "the folder of the secret": lambda secret, *_: os.listdir(Path(secret).parent),
    "a file in /tmp": lambda *_: _write("/tmp"),
    "gaining rights": lambda *_: _call("chroot", 0),
    "a file in its folder": lambda _secret, _worker, folder: _write(folder),
    "a thread": lambda *_: _thread(),
    "a program": lambda *_: subprocess.run(["ffmpeg", "-version"], capture_output=True, check=True),
    "a pair of sockets": lambda *_: _socket_pair(),
}
HARM: dict[str, Callable[..., Iterator[Message]]] = {
    harm.__name__: harm for harm in (eat_memory, never_end, die, connect_to, multiply, grow_file, open_many, reach)
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

"""Wake the workers of this machine without polling: one Unix datagram socket for each worker in VAR_DIR/wakeups/.

A sender writes to the socket of every worker that takes tasks from the queue; each of them then looks for work in the
database, and all but one find none. A named pipe does not do: of four workers that read one pipe, one wakes. A file
whose modification time workers poll costs each of them thirty-three system calls a second.
"""

import os
import secrets
import select
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

SUFFIX = ".sock"
SIGNAL = b"\0"  # a wake-up carries no data: what there is to do is in the database


class LocalListener:
    """The socket of one worker, from `with` on; each process that takes tasks makes its own, after the fork."""

    def __init__(self, queues: Sequence[str]) -> None:
        self._name = f"{','.join(queues)}.{secrets.token_hex(4)}{SUFFIX}"

    def __enter__(self) -> Self:
        self._owner = os.getpid()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        _folder().mkdir(exist_ok=True)
        with _opened_folder() as folder:
            self._socket.bind(_address(folder, self._name))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        if os.getpid() == self._owner:  # a child that was forked meanwhile leaves the file to its parent
            (_folder() / self._name).unlink(missing_ok=True)

    def wait(self, seconds: float) -> bool:
        """Wait for a wake-up, for at most so many seconds; return whether one came, also before the call."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        if not poll.poll(seconds * 1000):
            return False
        with suppress(BlockingIOError):  # no more wake-ups: all of them count as one
            while True:
                self._socket.recv(1)
        return True


def signal(queue: str) -> None:
    """Wake every worker of this machine that takes tasks from the queue; delete the sockets of dead workers."""
    with suppress(FileNotFoundError), _opened_folder() as folder:  # no folder: no worker has run here yet
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            for name in os.listdir(folder):
                if name.endswith(SUFFIX) and queue in name.partition(".")[0].split(","):
                    _send(sender, folder, name)


def _send(sender: socket.socket, folder: int, name: str) -> None:
    try:
        sender.sendto(SIGNAL, _address(folder, name))
    except BlockingIOError:
        return  # its buffer is full of wake-ups that it has not read yet
    except FileNotFoundError:
        return  # it has ended since the folder was listed
    except ConnectionRefusedError:  # no process listens on the socket any more
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "wakeups"


@contextmanager
def _opened_folder() -> Iterator[int]:
    folder = os.open(_folder(), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield folder
    finally:
        os.close(folder)


def _address(folder: int, name: str) -> str:
    """Return a path to the socket that fits into the 107 bytes of an address (unix(7)), however long VAR_DIR is."""
    return f"/proc/self/fd/{folder}/{name}"

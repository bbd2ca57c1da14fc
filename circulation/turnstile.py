"""A fair lock around loans for databases that are one file: whoever came first lends first, in whatever process.

SQLite lets waiting writers try again after growing pauses, so under load one of them waits for seconds while others
overtake it; `filelock` tries again in the same way. Here everybody draws a number and sleeps in the kernel until all
lower numbers are gone. A number is held by `flock`, so that a killed process frees it by dying.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from django.db import connection

DOOR = "door"
DIGITS = 16


def turn() -> AbstractContextManager[None]:
    """Wait for one's turn to change loans; enter it before the transaction begins.

    Nothing is waited for where rows can be locked, and none inside a transaction: on SQLite that has the file already.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return nullcontext()
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        return nullcontext()
    return _turn_in(Path(f"{connection.settings_dict['NAME']}-loans"))


@contextmanager
def _turn_in(room: Path) -> Iterator[None]:
    room.mkdir(exist_ok=True)
    number, held = _draw(room)
    try:
        for earlier in _before(room, number):
            _wait_for(room / earlier)
        yield
    finally:
        (room / number).unlink(missing_ok=True)
        fcntl.flock(held, fcntl.LOCK_UN)  # closing alone would not free it for a child forked meanwhile
        os.close(held)


def _draw(room: Path) -> tuple[str, int]:
    """The next number, and the descriptor that holds it; whoever is killed here leaves no more than a gap.

    The last number stands in the door's file at a fixed width and is written over in one piece, so that no kill can
    make the counting begin again.
    """
    door = os.open(room / DOOR, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        number = f"{int(os.pread(door, DIGITS, 0) or 0) + 1:0{DIGITS}}"
        os.pwrite(door, number.encode(), 0)
        held = os.open(room / number, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(held, fcntl.LOCK_EX)
    finally:
        os.close(door)
    return number, held


def _before(room: Path, number: str) -> list[str]:
    """The lower numbers, highest first: when that one is through, the others mostly are, too."""
    return sorted(
        (name for name in os.listdir(room) if name != DOOR and name < number),
        reverse=True,
    )


def _wait_for(ticket: Path) -> None:
    """Until whoever holds the number is through or dead; a dead one's number is thrown away."""
    try:
        waiting = os.open(ticket, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(waiting, fcntl.LOCK_SH)
        ticket.unlink(missing_ok=True)
    finally:
        os.close(waiting)

"""A fair line in front of loans: whoever came first lends first, in whatever process of this machine.

SQLite lets waiting writers try again after growing pauses, so under load one of them waits for seconds while others
overtake it; `filelock` tries again in the same way. PostgreSQL locks rows; but when more lend at once than there are
processors, whoever holds a title is put aside in the middle of its questions, and all who want that title wait with it.
Here everybody draws a number and sleeps in the kernel until all lower numbers are gone. A number is held by `flock`, so
that a killed process frees it by dying.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from django.conf import settings
from django.db import connection

COUNTER_FILE = "door"
TICKET_DIGITS = 16
MAX_CONCURRENT = (os.cpu_count() or 1) + 1  # that lend at the same time, where rows can be locked


def loan_lock() -> AbstractContextManager[None]:
    """Wait for one's turn to change loans; enter it before the transaction begins.

    None is waited for inside a transaction: it holds the file, or rows, already.
    """
    if connection.in_atomic_block:
        return nullcontext()
    if connection.vendor != "sqlite":
        return _ticket_lock(_shortest_queue(Path(settings.VAR_DIR) / "loans"), needed=False)
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        return nullcontext()
    return _ticket_lock(Path(f"{connection.settings_dict['NAME']}-loans"))


def _shortest_queue(lines: Path) -> Path:
    """Of several lines the shortest: who waits for a row that is locked elsewhere holds up few."""
    return min((lines / str(number) for number in range(MAX_CONCURRENT)), key=_length)


def _length(line: Path) -> int:
    try:
        return len(os.listdir(line))
    except OSError:
        return 0


@contextmanager
def _ticket_lock(room: Path, *, needed: bool = True) -> Iterator[None]:
    """One that is not needed is passed by where no number can be drawn: the disk is full, the folder not ours."""
    try:
        room.mkdir(parents=True, exist_ok=True)
        number, held = _take_ticket(room)
    except OSError:
        if needed:
            raise
        yield
        return
    try:
        for earlier in _before(room, number):
            _wait_for(room / earlier)
        yield
    finally:
        (room / number).unlink(missing_ok=True)
        fcntl.flock(held, fcntl.LOCK_UN)  # closing alone would not free it for a child forked meanwhile
        os.close(held)


def _take_ticket(room: Path) -> tuple[str, int]:
    """The next number, and the descriptor that holds it; whoever is killed here leaves no more than a gap.

    The last number stands in the door's file at a fixed width and is written over in one piece, so that no kill can
    make the counting begin again.
    """
    door = os.open(room / COUNTER_FILE, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        number = f"{int(os.pread(door, TICKET_DIGITS, 0) or 0) + 1:0{TICKET_DIGITS}}"
        os.pwrite(door, number.encode(), 0)
        held = os.open(room / number, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(held, fcntl.LOCK_EX)
    finally:
        os.close(door)
    return number, held


def _before(room: Path, number: str) -> list[str]:
    """The lower numbers, highest first: when that one is through, the others mostly are, too."""
    return sorted(
        (name for name in os.listdir(room) if name != COUNTER_FILE and name < number),
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

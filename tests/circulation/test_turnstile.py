"""The line in front of the loans: first come, first served, and the dead hold up nobody."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from circulation.fair_lock import MAX_CONCURRENT, _shortest_queue, _ticket_lock, loan_lock


def tickets(room: Path) -> int:
    """How many stand in the line, the one at the front included."""
    return len(list(room.glob("0*")))


@contextmanager
def a_process(room: Path, *, gets_in: Path | None = None) -> Iterator[int]:
    """Another process that takes its turn, tells so in a file, and stays in until it is killed."""
    before = tickets(room)
    pid = os.fork()
    if not pid:
        with _ticket_lock(room):
            if gets_in:
                gets_in.touch()
            signal.pause()
    try:
        wait_until(lambda: tickets(room) > before)
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def wait_until(true) -> None:
    """Look again for ten seconds at most."""
    tick = threading.Event()
    for _ in range(2000):
        if true():
            return
        tick.wait(0.005)
    pytest.fail("nothing happened for ten seconds")


def test_all_get_their_turn_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    served: list[int] = []

    def come(number: int) -> None:
        with _ticket_lock(tmp_path):
            served.append(number)

    with _ticket_lock(tmp_path):
        line = [threading.Thread(target=come, args=[number]) for number in range(12)]
        for place, person in enumerate(line):
            person.start()
            wait_until(lambda place=place: tickets(tmp_path) == place + 2)
        assert served == []
    for person in line:
        person.join(timeout=10)
    assert served == list(range(12))
    assert tickets(tmp_path) == 0


def test_who_is_killed_inside_lets_the_next_one_in(tmp_path: Path) -> None:
    sign = tmp_path / "in"
    with a_process(tmp_path, gets_in=sign):
        wait_until(sign.exists)
    with _ticket_lock(tmp_path):
        assert tickets(tmp_path) == 1


def test_who_is_killed_while_waiting_opens_nothing_for_those_behind(tmp_path: Path) -> None:
    sign = tmp_path / "in"
    with _ticket_lock(tmp_path):
        with a_process(tmp_path):
            last = a_process(tmp_path, gets_in=sign)
            last.__enter__()
        assert not sign.exists(), "the one at the front is still inside"
    wait_until(sign.exists)
    last.__exit__(None, None, None)


def test_a_kill_never_makes_the_counting_begin_again(tmp_path: Path) -> None:
    with _ticket_lock(tmp_path):
        pass
    before = (tmp_path / "door").read_text()
    with _ticket_lock(tmp_path):
        pass
    assert int((tmp_path / "door").read_text()) == int(before) + 1 == 2


def test_where_rows_are_locked_the_shortest_line_is_taken(tmp_path: Path) -> None:
    with ExitStack() as inside:
        taken = []
        for _ in range(MAX_CONCURRENT):
            taken.append(_shortest_queue(tmp_path))
            inside.enter_context(_ticket_lock(taken[-1]))
        assert len(set(taken)) == MAX_CONCURRENT, "as many lend at once"
        with a_process(_shortest_queue(tmp_path)):
            assert sorted(tickets(line) for line in taken) == [*[1] * (MAX_CONCURRENT - 1), 2]


def test_a_line_that_is_not_needed_is_passed_by_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with _ticket_lock(tmp_path / "file" / "0", needed=False):
        pass
    with pytest.raises(OSError, match="Not a directory"), _ticket_lock(tmp_path / "file" / "0"):
        pass


@pytest.mark.django_db
def test_nobody_waits_inside_a_transaction() -> None:
    with transaction.atomic(), loan_lock(), loan_lock():
        pass

"""The lock in front of loans: first come, first served; a killed process blocks no other."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from circulation.loans import fair_lock
from circulation.loans.fair_lock import MAX_CONCURRENT, _limit_concurrency, _lock_one_of, loan_lock


def waiting(file: Path) -> int:
    """Return how many wait for the lock of a file, as the kernel lists them."""
    inode = f":{file.stat().st_ino} "
    return sum("->" in line and inode in line for line in Path("/proc/locks").read_text().splitlines())


def held(folder: Path) -> int:
    """Return how many locks on files of a folder are held."""
    inodes = [f":{file.stat().st_ino} " for file in folder.iterdir()]
    lines = [line for line in Path("/proc/locks").read_text().splitlines() if "->" not in line]
    return sum(inode in line for inode in inodes for line in lines)


@contextmanager
def a_process(file: Path, *, enters: Path | None = None) -> Iterator[int]:
    """Start a process that takes the lock, creates the file `enters`, and holds the lock until it is killed."""
    file.touch()
    waiting_before = waiting(file)
    held_before = held(file.parent)
    pid = os.fork()
    if not pid:
        with _lock_one_of([file]):
            if enters:
                enters.touch()
            signal.pause()
    try:
        wait_until(lambda: waiting(file) > waiting_before or held(file.parent) > held_before)
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def wait_until(condition: Callable[[], object]) -> None:
    """Poll for at most ten seconds."""
    tick = threading.Event()
    for _ in range(2000):
        if condition():
            return
        tick.wait(0.005)
    pytest.fail("nothing happened for ten seconds")


def test_waiters_are_served_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    served: list[int] = []

    def enter(number: int) -> None:
        with _lock_one_of([file]):
            served.append(number)

    with _lock_one_of([file]):
        threads = [threading.Thread(target=enter, args=[number]) for number in range(12)]
        for count, thread in enumerate(threads, start=1):
            thread.start()
            wait_until(lambda count=count: waiting(file) == count)
        assert served == []
    for thread in threads:
        thread.join(timeout=10)
    assert served == list(range(12))
    assert (waiting(file), held(tmp_path)) == (0, 0)


def test_a_process_killed_inside_admits_the_next_one(tmp_path: Path) -> None:
    file, entered = tmp_path / "lock", tmp_path / "entered"
    with a_process(file, enters=entered):
        wait_until(entered.exists)
    with _lock_one_of([file]):
        assert held(tmp_path) == 1


def test_a_process_killed_while_it_waits_admits_nobody(tmp_path: Path) -> None:
    file, entered = tmp_path / "lock", tmp_path / "entered"
    with ExitStack() as last:
        with _lock_one_of([file]):
            with a_process(file):
                last.enter_context(a_process(file, enters=entered))
            assert waiting(file) == 1
            assert not entered.exists(), "the first process still holds the lock"
        wait_until(entered.exists)


def test_a_forked_child_does_not_extend_the_lock(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with _lock_one_of([file]):
        pid = os.fork()
        if not pid:
            signal.pause()
    try:
        assert held(tmp_path) == 0
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_postgresql_admits_as_many_as_there_are_lock_files(tmp_path: Path) -> None:
    entered = tmp_path / "entered"
    with ExitStack() as inside:
        for number in range(MAX_CONCURRENT):
            inside.enter_context(_limit_concurrency(tmp_path))
            assert held(tmp_path) == number + 1

        def enter() -> None:
            with _limit_concurrency(tmp_path):
                entered.touch()

        thread = threading.Thread(target=enter)
        thread.start()
        files = [tmp_path / f"loans-{number}.lock" for number in range(MAX_CONCURRENT)]
        wait_until(lambda: sum(map(waiting, files)) == 1)
        assert not entered.exists()
    thread.join(timeout=10)
    assert entered.exists()


def test_only_postgresql_lends_where_no_lock_file_can_be_created(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with _limit_concurrency(tmp_path / "file"):
        pass
    with pytest.raises(OSError, match="Not a directory"), _lock_one_of([tmp_path / "file" / "lock"]):
        pass


@pytest.mark.django_db
def test_a_transaction_does_not_wait_for_the_lock() -> None:
    with transaction.atomic(), loan_lock(), loan_lock():
        pass


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_each_database_has_its_own_lock_files(monkeypatch, settings, tmp_path: Path, vendor: str) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(fair_lock, "connection", FakeConnection(vendor, tmp_path / "db.sqlite3"))
    with loan_lock():
        assert held(tmp_path) == 1
        names = {file.name for file in tmp_path.iterdir()}
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    expected = {f"loans-{number}.lock" for number in range(MAX_CONCURRENT)}
    assert names == ({"db.sqlite3-loans.lock"} if vendor == "sqlite" else expected)


class FakeConnection:
    """What `loan_lock` asks a connection outside a transaction."""

    in_atomic_block = False

    def __init__(self, vendor: str, name: Path) -> None:
        self.vendor, self.settings_dict = vendor, {"NAME": name}

    def is_in_memory_db(self) -> bool:
        return False

"""Every live worker of a queue on this machine wakes at once; dead workers cost nothing; no wake-up is lost."""

import multiprocessing
import os
import signal
import time
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from workers import local_wakeup
from workers.local_wakeup import LocalListener

FORK = multiprocessing.get_context("fork")
WORKERS = 4
AT_ONCE = 1.0  # seconds; a poll at the worker's interval would take up to 30


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "wakeups"


def test_a_wakeup_reaches_every_worker_of_its_queue_and_no_other(folder: Path) -> None:
    with LocalListener(["pages"]) as one, LocalListener(["default", "pages"]) as two, LocalListener(["mail"]) as other:
        local_wakeup.signal("pages")
        assert [one.wait(0), two.wait(0), other.wait(0)] == [True, True, False]
        local_wakeup.signal("default")
        assert [one.wait(0), two.wait(0), other.wait(0)] == [False, True, False]
    assert list(folder.iterdir()) == [], "a worker that ends leaves no socket"


def test_a_wakeup_before_the_wait_is_not_lost_and_many_count_once(folder: Path) -> None:
    with LocalListener(["pages"]) as listener:
        local_wakeup.signal("pages")  # the worker is still reading the queue
        local_wakeup.signal("pages")
        assert listener.wait(3600)
        assert not listener.wait(0.01)


def test_a_busy_worker_blocks_no_sender(folder: Path) -> None:
    with LocalListener(["pages"]) as busy:
        for _ in range(5000):  # more than its buffer holds
            local_wakeup.signal("pages")
        assert busy.wait(0)
        assert not busy.wait(0)


@pytest.mark.system
def test_all_workers_wake_at_once(folder: Path) -> None:
    with ExitStack() as stack:
        pipes = []
        for _ in range(WORKERS):
            ours, theirs = FORK.Pipe()
            child = FORK.Process(target=_wait_and_tell, args=(theirs,))
            child.start()
            stack.callback(child.join)
            pipes.append(ours)
        assert [pipe.recv() for pipe in pipes] == ["ready"] * WORKERS
        sent = time.monotonic()
        local_wakeup.signal("pages")
        woken = [pipe.recv() for pipe in pipes]
    assert all(0 <= moment - sent < AT_ONCE for moment in woken), [moment - sent for moment in woken]


def _wait_and_tell(pipe: Connection) -> None:
    with LocalListener(["pages"]) as listener:
        pipe.send("ready")
        assert listener.wait(60)
        pipe.send(time.monotonic())


@pytest.mark.system
def test_the_socket_of_a_killed_worker_is_deleted_by_the_next_sender(folder: Path) -> None:
    ours, theirs = FORK.Pipe()
    child = FORK.Process(target=_wait_and_tell, args=(theirs,))
    child.start()
    assert ours.recv() == "ready"
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert len(list(folder.iterdir())) == 1
    with LocalListener(["pages"]) as alive:
        local_wakeup.signal("pages")
        assert alive.wait(0)
        assert len(list(folder.iterdir())) == 1


@pytest.mark.system
def test_a_child_of_a_worker_that_ends_leaves_the_socket_to_its_parent(folder: Path) -> None:
    with LocalListener(["pages"]) as listener:
        child = FORK.Process(target=listener.__exit__, args=(None, None, None))
        child.start()
        child.join()
        assert child.exitcode == 0
        local_wakeup.signal("pages")
        assert listener.wait(0)


def test_where_no_worker_has_run_nobody_is_woken(folder: Path) -> None:
    local_wakeup.signal("pages")
    assert not folder.exists()


def test_a_folder_may_have_a_longer_path_than_an_address_holds(settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / ("d" * 150)
    settings.VAR_DIR.mkdir()
    with LocalListener(["default", "pages", "media", "index", "mail"]) as listener:
        local_wakeup.signal("mail")
        assert listener.wait(0)

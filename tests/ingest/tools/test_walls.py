"""A reader that eats memory, never ends, calls out, multiplies or fills the disk is stopped, and the next one works."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import Damaged, ParserCrashed, ParserTimedOut, TooMuchDisk, TooMuchMemory
from ingest.parsers import isolation, parser_pool
from ingest.parsers.sandbox import Child, Sandbox

PATIENCE = 120  # seconds


@pytest.fixture(scope="module")
def harmful() -> Iterator[Sandbox]:
    """A process whose children do harm when asked."""
    made = Sandbox(parser_pool.scratch_root(), "tests.ingest.tools.misbehaving")
    yield made
    made.close()


@pytest.fixture
def reader(harmful: Sandbox) -> Iterator[Child]:
    """One child of it."""
    with harmful.child() as child:
        yield child


def test_who_eats_memory_is_told_so_and_may_read_on(reader: Child) -> None:
    with pytest.raises(TooMuchMemory):
        reader.one("eat_memory", seconds=PATIENCE)
    assert reader.one("open_many", seconds=PATIENCE, count=1) == {"open": 1}
    assert reader.memory() < isolation.MEMORY


def test_who_never_ends_is_ended(reader: Child) -> None:
    with pytest.raises(ParserTimedOut):
        reader.one("never_end", seconds=1)
    _gone(reader.pid)


def test_who_is_killed_is_told(reader: Child) -> None:
    with pytest.raises(ParserCrashed):
        reader.one("die", seconds=PATIENCE)


def test_nobody_can_be_called(reader: Child) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        with pytest.raises(Damaged):
            reader.one("talk_to", seconds=PATIENCE, port=canary.getsockname()[1])
        with pytest.raises(TimeoutError):
            canary.accept()


def test_who_multiplies_is_limited_and_all_end_with_it(reader: Child) -> None:
    assert reader.one("multiply", seconds=PATIENCE, count=8) == {"limit": isolation.PROCESSES}
    assert len(_group(reader.pid)) == 9
    reader.kill()
    _gone(reader.pid)


def test_a_file_may_grow_to_the_limit_and_not_beyond(reader: Child) -> None:
    with parser_pool.scratch() as folder:
        at_most = {"folder": str(folder), "size": isolation.FILE_SIZE}
        assert reader.one("grow_file", seconds=PATIENCE, **at_most) == {"size": isolation.FILE_SIZE}
        with pytest.raises(TooMuchDisk):
            reader.one("grow_file", seconds=PATIENCE, **{**at_most, "size": isolation.FILE_SIZE + 1})


def test_handles_are_counted(reader: Child) -> None:
    with pytest.raises(Damaged):
        reader.one("open_many", seconds=PATIENCE, count=isolation.HANDLES + 1)
    assert reader.one("open_many", seconds=PATIENCE, count=isolation.HANDLES // 2) == {"open": isolation.HANDLES // 2}


def _group(leader: int) -> list[int]:
    """Who lives in the process group that a child began."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == leader and fields[0] != "Z":
                found.append(int(place.name))
    return found


def _gone(leader: int) -> None:
    """Wait until nobody is left."""
    end = time.monotonic() + PATIENCE
    while _group(leader):
        assert time.monotonic() < end, f"still there: {_group(leader)}"
        os.sched_yield()

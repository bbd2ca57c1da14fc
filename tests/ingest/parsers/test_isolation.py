"""A parser that eats memory, never ends, connects out, forks or fills the disk is stopped, and the next one works."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import ParserCrashed, ParserTimedOut, TooMuchDisk, TooMuchMemory
from ingest.parsers import isolation, parser_pool
from ingest.parsers.errors import ParserFault
from ingest.parsers.sandbox import Parser, Sandbox

TIMEOUT_SECONDS = 120


@pytest.fixture(scope="module")
def harmful() -> Iterator[Sandbox]:
    """Yield a sandbox whose parsers do harm on request."""
    sandbox = Sandbox(parser_pool.scratch_root(), "tests.ingest.parsers.misbehaving")
    yield sandbox
    sandbox.close()


@pytest.fixture
def parser(harmful: Sandbox) -> Iterator[Parser]:
    """Yield one parser of it."""
    with harmful.parser() as parser:
        yield parser


def test_a_parser_that_eats_memory_refuses_the_file_and_can_run_the_next_job(parser: Parser) -> None:
    with pytest.raises(TooMuchMemory):
        parser.one("eat_memory", seconds=TIMEOUT_SECONDS)
    assert parser.one("open_many", seconds=TIMEOUT_SECONDS, count=1) == {"open": 1}
    assert parser.memory() < isolation.MEMORY


def test_a_parser_that_never_ends_is_killed(parser: Parser) -> None:
    with pytest.raises(ParserTimedOut):
        parser.one("never_end", seconds=1)
    _gone(parser.pid)


def test_a_killed_parser_is_reported(parser: Parser) -> None:
    with pytest.raises(ParserCrashed):
        parser.one("die", seconds=TIMEOUT_SECONDS)


def test_a_parser_cannot_connect_to_the_network(parser: Parser) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        with pytest.raises(ParserFault):
            parser.one("connect_to", seconds=TIMEOUT_SECONDS, port=canary.getsockname()[1])
        with pytest.raises(TimeoutError):
            canary.accept()


def test_the_number_of_processes_is_limited_and_all_end_with_the_parser(parser: Parser) -> None:
    assert parser.one("multiply", seconds=TIMEOUT_SECONDS, count=8) == {"limit": isolation.PROCESSES}
    assert len(_group(parser.pid)) == 9
    parser.kill()
    _gone(parser.pid)


def test_a_file_may_grow_to_the_limit_and_not_beyond(parser: Parser) -> None:
    with parser_pool.scratch() as folder:
        arguments = {"folder": str(folder), "size": isolation.FILE_SIZE}
        assert parser.one("grow_file", seconds=TIMEOUT_SECONDS, **arguments) == {"size": isolation.FILE_SIZE}
        with pytest.raises(TooMuchDisk):
            parser.one("grow_file", seconds=TIMEOUT_SECONDS, **{**arguments, "size": isolation.FILE_SIZE + 1})


def test_the_number_of_handles_is_limited(parser: Parser) -> None:
    with pytest.raises(ParserFault):
        parser.one("open_many", seconds=TIMEOUT_SECONDS, count=isolation.HANDLES + 1)
    assert parser.one("open_many", seconds=TIMEOUT_SECONDS, count=isolation.HANDLES // 2) == {
        "open": isolation.HANDLES // 2
    }


def _group(leader: int) -> list[int]:
    """Return the live processes of a process group."""
    members = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == leader and fields[0] != "Z":
                members.append(int(place.name))
    return members


def _gone(leader: int) -> None:
    """Wait until the process group is empty."""
    end = time.monotonic() + TIMEOUT_SECONDS
    while _group(leader):
        assert time.monotonic() < end, f"still alive: {_group(leader)}"
        os.sched_yield()

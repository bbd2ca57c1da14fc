"""What a parser can reach: its folder, programs and libraries; nothing of the worker, the machine or the network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from ingest.parsers import isolation, parser_pool, system_calls
from ingest.parsers.sandbox import Parser, Sandbox

TIMEOUT_SECONDS = 120
REFUSED = [
    "a socket", "a local socket", "a listening socket", "a signal to the worker", "tracing the worker",
    "memory of the worker", "a new namespace", "a process in a new namespace", "a mount", "io_uring", "bpf", "keys",
    "shared memory", "a performance counter", "reading a secret", "changing the rights of a secret",
    "changing the owner of a secret", "truncating a secret", "replacing a secret", "linking to a secret",
    "the environment of the worker", "the folder of the secret", "a file in /tmp", "gaining rights",
]  # fmt: skip
ALLOWED = ["a file in its folder", "a thread", "a program", "a pair of sockets"]


@pytest.fixture(scope="module")
def harmful() -> Iterator[Sandbox]:
    """Yield a sandbox whose parsers do harm on request."""
    sandbox = Sandbox(parser_pool.scratch_root(), "tests.ingest.parsers.misbehaving")
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def secret() -> Iterator[Path]:
    """Yield a file beside the database, which any process of this user can read and change."""
    path = Path(settings.VAR_DIR) / "khóa bí mật"
    path.write_text("bí mật")
    yield path
    path.unlink()


@pytest.mark.backend_independent
def test_a_parser_reaches_its_work_and_nothing_else(harmful: Sandbox, secret: Path) -> None:
    place = parser_pool.scratch_root()
    with harmful.parser() as parser:
        assert parser.isolated == {"network": True, "files": True, "calls": True}
        reached = {what: _reach(parser, what, secret, place) for what in (*REFUSED, *ALLOWED)}
    assert [what for what in REFUSED if reached[what] == "reached"] == []
    assert {what: reached[what] for what in ALLOWED} == dict.fromkeys(ALLOWED, "reached")
    assert secret.read_text() == "bí mật"


@pytest.mark.backend_independent
def test_the_same_is_within_reach_of_a_process_without_walls(secret: Path) -> None:
    """Check the checks: a call that fails everywhere would prove nothing."""
    from tests.ingest.parsers import misbehaving

    open_to_all = ["a socket", "a local socket", "a signal to the worker", "reading a secret", "shared memory"]
    open_to_all += ["changing the rights of a secret", "the folder of the secret", "linking to a secret"]
    place = parser_pool.scratch_root()
    found = {w: misbehaving.outcome(w, str(secret), os.getpid(), str(place)) for w in (*open_to_all, *ALLOWED)}
    assert set(found.values()) == {"reached"}, found


@pytest.mark.backend_independent
def test_libseccomp_knows_the_refused_calls() -> None:
    library = system_calls._library()
    assert library is not None
    numbers = [library.seccomp_syscall_resolve_name(name.encode()) for name in system_calls.REFUSED]
    assert sum(number >= 0 for number in numbers) > 0.85 * len(numbers)


@pytest.mark.backend_independent
@pytest.mark.parametrize(
    ("network", "files", "calls", "absent"),
    [
        (True, True, True, []),
        (False, True, True, []),
        (True, True, False, []),
        (False, True, False, ["network", "calls"]),
        (True, False, True, ["files"]),
        (False, False, False, ["files", "network", "calls"]),
    ],
)
def test_no_file_is_read_without_walls_around_files_and_network(
    network: bool, files: bool, calls: bool, absent: list[str]
) -> None:
    assert isolation.missing({"network": network, "files": files, "calls": calls}) == absent


def _reach(parser: Parser, what: str, secret: Path, place: Path) -> str:
    arguments = {"what": what, "secret": str(secret), "worker": os.getpid(), "folder": str(place)}
    return str(parser.one("reach", seconds=TIMEOUT_SECONDS, **arguments)["outcome"])

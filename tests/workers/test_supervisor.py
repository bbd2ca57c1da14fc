"""One process bears all workers of a machine: whoever is killed is replaced, and nobody outlives it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.servers.processes import wait_until
from tests.support import template
from tests.support.sites import Site

WORKERS = {"pages 1", "media", "index", "default", "sweeper"}
IN_TIME = 30.0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """With its crew and nothing else."""
    template.copy_into(tmp_path)
    made = Site(tmp_path, {"OCR_WORKERS": "1"})
    made.start("workers")
    made.wait_for(lambda: set(there(made)) == WORKERS, "all workers are there")
    yield made
    made.stop()


def there(site: Site) -> dict[str, int]:
    """The id of each child by its name."""
    supervisor = site.processes["workers"].pid
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    return {Path(f"/proc/{child}/comm").read_text().strip(): int(child) for child in children}


def on_the_board(site: Site) -> dict[str, int]:
    return dict(site.query("SELECT queues, pid FROM workers_worker"))


def test_whoever_is_killed_is_replaced_and_the_others_stay(site: Site) -> None:
    before = there(site)
    site.wait_for(lambda: "default,mail" in on_the_board(site), "the worker is on the board")
    os.kill(before["default"], signal.SIGKILL)
    site.wait_for(lambda: there(site).get("default", before["default"]) != before["default"], "another took its place")
    after = there(site)
    assert {name: after[name] for name in WORKERS - {"default"}} == {
        name: before[name] for name in WORKERS - {"default"}
    }
    site.wait_for(lambda: after["default"] in on_the_board(site).values(), "and works")
    assert "“default”" in site.log_tails()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nobody_outlives_it(site: Site, number: signal.Signals) -> None:
    site.wait_for(lambda: len(on_the_board(site)) >= len(WORKERS) - 1, "all are at work")
    children = list(there(site).values())
    supervisor = site.processes["workers"]
    supervisor.send_signal(number)
    assert supervisor.wait(IN_TIME) == (0 if number == signal.SIGTERM else -number)
    ended = wait_until(
        lambda: not any(Path(f"/proc/{child}").exists() for child in children), seconds=IN_TIME, while_true=lambda: True
    )
    assert ended, "a worker outlived its supervisor"
    assert on_the_board(site) == {}, "who ended is on no board"

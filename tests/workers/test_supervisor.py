"""One process starts all workers of a machine: a killed worker is replaced, and none outlives the supervisor."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.servers.processes import wait_until
from tests.support import template
from tests.support.sites import Site

pytestmark = pytest.mark.system
WORKERS = {"pages 1", "media", "index", "default", "sweeper"}
IN_TIME = 30.0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Run a site with its workers and no web server."""
    template.copy_into(tmp_path)
    site = Site(tmp_path, {"OCR_WORKERS": "1"})
    site.start("workers")
    site.wait_for(lambda: set(children(site)) == WORKERS, "all workers have started")
    yield site
    site.stop()


def children(site: Site) -> dict[str, int]:
    """Return the process id of each child by its name."""
    supervisor = site.processes["workers"].pid
    pids = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    return {Path(f"/proc/{pid}/comm").read_text().strip(): int(pid) for pid in pids}


def registered(site: Site) -> dict[str, int]:
    """Return the process id of each heartbeat by its queues."""
    return dict(site.query("SELECT queues, pid FROM workers_worker"))


def test_a_killed_worker_is_replaced_and_the_others_stay(site: Site) -> None:
    before = children(site)
    site.wait_for(lambda: "default,mail" in registered(site), "the worker has a heartbeat")
    os.kill(before["default"], signal.SIGKILL)
    site.wait_for(lambda: children(site).get("default", before["default"]) != before["default"], "it is replaced")
    after = children(site)
    assert {name: after[name] for name in WORKERS - {"default"}} == {
        name: before[name] for name in WORKERS - {"default"}
    }
    site.wait_for(lambda: after["default"] in registered(site).values(), "the new one has a heartbeat")
    assert "“default”" in site.log_tails()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_the_supervisor(site: Site, number: signal.Signals) -> None:
    site.wait_for(lambda: len(registered(site)) >= len(WORKERS) - 1, "all have a heartbeat")
    pids = list(children(site).values())
    supervisor = site.processes["workers"]
    supervisor.send_signal(number)
    assert supervisor.wait(IN_TIME) == (0 if number == signal.SIGTERM else -number)
    ended = wait_until(
        lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), seconds=IN_TIME, while_true=lambda: True
    )
    assert ended, "a worker outlived its supervisor"
    assert registered(site) == {}, "a worker that ended has no heartbeat"

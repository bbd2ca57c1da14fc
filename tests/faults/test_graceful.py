"""A worker that is asked to end in the middle of a page hands its work back at once; nothing of it is left running."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from devtools.servers.processes import wait_until
from tests.faults.harness import Rig, Site, act, copied, group_lives
from tests.faults.suspended import said, stopped_at
from tests.faults.test_kill import rig_text
from tests.support import redis_databases
from tests.support.template import ROOT

IN_TIME = 30.0


@dataclass(frozen=True)
class RedisSite(Site):
    """The same folder of data, with the queue in Redis."""

    tasks_url: str = ""

    @cached_property
    def environment(self) -> dict[str, str]:
        """The embedded default but for the queue."""
        return {**Site(self.var_dir).environment, "TASKS_URL": self.tasks_url}

    def run(self, *command: str) -> str:
        """In a process that has loaded nothing yet: what is loaded depends on the queue."""
        made = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stderr[-4000:]
        return made.stdout


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A database of the real Redis, for this test alone."""
    url = redis_databases.acquire()
    yield url
    redis_databases.delete(url)


def ended_in_time(site: Site, point: str, queues: str) -> None:
    """Asked to end at this very point, the worker is gone in 30 seconds, and so are those whom it started."""
    with stopped_at(site, point, queues) as worker:
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGCONT)
        worker.wait(IN_TIME)
        alone = wait_until(lambda: not group_lives(worker.pid), seconds=5, while_true=lambda: True)
        assert alone, f"somebody outlived the worker: {said(site)}"
    assert "Traceback" not in said(site)


@pytest.mark.fault
@pytest.mark.parametrize(
    ("point", "material"),
    [
        ("batch.page-stored:2", "book"),
        pytest.param("searchable.made", "book", marks=pytest.mark.slow),
        ("media.made", "lesson"),
    ],
)
def test_who_is_asked_to_end_hands_back_and_others_finish(rig: Rig, tmp_path: Path, point: str, material: str) -> None:
    site = Site(copied(rig.before("work", material), tmp_path / "var"))
    ended_in_time(site, point, "default,pages,media")
    left = json.loads(site.run(*act("held")))
    assert left["running"] == [], "the next worker need not wait for a lease to run out"
    assert left["workers"] == [], "who ended is on no board"
    assert left["bells"] > 0, "the bell that was answered is rung again"
    assert site.run(*act("finish", *rig.paths(material))) == rig_text(rig, material)


@pytest.mark.fault
def test_so_does_a_worker_of_the_queue_in_redis(rig: Rig, tmp_path: Path, redis_url: str) -> None:
    folder = copied(rig.before("work", "book"), tmp_path / "var")
    site = RedisSite(folder, tasks_url=redis_url)
    site.run(*act("ring"))  # nobody rang in Redis yet: the sweep does
    ended_in_time(site, "batch.page-stored:2", "default,pages,media")
    left = json.loads(site.run(*act("held")))
    assert (left["running"], left["workers"]) == ([], [])
    assert left["bells"] > 0
    site.run("manage.py", "worker", "--queue", "default,pages,media", "--until-empty")
    assert Site(folder).run(*act("finish", *rig.paths("book"))) == rig_text(rig, "book")

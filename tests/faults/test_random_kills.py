"""Whoever works is killed again and again at moments that nobody chose; the end is that of an undisturbed run."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.harness import Harness, Site, act, copied
from tests.support.template import ROOT

KILLS = 50
LONGEST = 6.0  # seconds that somebody may live


@pytest.mark.slow
@pytest.mark.fault
@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_kills_in_one_run(harness: Harness, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    site = Site(copied(harness.before("work", "book"), tmp_path / "var"))
    processes = {"worker": ["--interval", "0.1"], "sweeper": ["--every", "0.3"]}
    alive = {name: _start(site, name, *ways) for name, ways in processes.items()}
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.5, LONGEST))  # no waiting for anything: the moment of the blow
            name = chance.choice([*processes, "worker"])
            alive[name].kill()
            alive[name].wait()
            alive[name] = _start(site, name, *processes[name])
    finally:
        for process in alive.values():
            process.kill()
            process.wait()
    left = site.run(*act("finish", *harness.paths("book")))
    harness.undisturbed("book")
    assert left == (harness.shared / "book-undisturbed.json").read_text("utf-8")


def _start(site: Site, *command: str) -> subprocess.Popen[bytes]:
    with (site.var_dir / "crew.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=site.environment, stdout=log, stderr=log
        )

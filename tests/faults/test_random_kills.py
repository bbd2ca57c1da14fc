"""Workers and the sweeper are killed again and again at random moments; the result is that of an undisturbed run."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.harness import OfflineSite, Snapshots, copy_site, driver
from tests.support.template import ROOT

KILLS = 50
MAX_LIFETIME = 6.0  # seconds


@pytest.mark.slow
@pytest.mark.fault
@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_kills_in_one_run(snapshots: Snapshots, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    site = OfflineSite(copy_site(snapshots.before("work", "book"), tmp_path / "var"))
    commands = {"worker": ["--interval", "0.1"], "sweeper": ["--every", "0.3"]}
    alive = {name: _start(site, name, *options) for name, options in commands.items()}
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.5, MAX_LIFETIME))  # the moment of the kill; nothing is waited for
            name = chance.choice([*commands, "worker"])
            alive[name].kill()
            alive[name].wait()
            alive[name] = _start(site, name, *commands[name])
    finally:
        for process in alive.values():
            process.kill()
            process.wait()
    left = site.run(*driver("finish", *snapshots.sources("book")))
    assert left == snapshots.expected("book")


def _start(site: OfflineSite, *command: str) -> subprocess.Popen[bytes]:
    with (site.var_dir / "workers.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=site.environment, stdout=log, stderr=log
        )

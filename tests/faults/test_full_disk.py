"""A disk that is full loses nothing, is named to whoever waits, and everything goes on by itself once there is room."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.servers.processes import last_lines
from tests.faults.harness import Rig, Site, copied
from tests.support.template import ROOT

PATIENCE = 400
pytestmark = pytest.mark.embedded_only  # the disks of PostgreSQL and of the object store are their own affair


@pytest.mark.fault
@pytest.mark.parametrize(
    "where, told",
    [
        ("store", {"door": "store_full", "work": "disk_full"}),
        pytest.param("spool", {"door": "", "work": "disk_full"}, marks=pytest.mark.slow),
        pytest.param("database", {"door": "", "work": "database"}, marks=pytest.mark.slow),
    ],
)
def test_a_full_disk_is_waited_out(rig: Rig, tmp_path: Path, where: str, told: dict[str, str]) -> None:
    site = Site(copied(rig.before("send", "book"), tmp_path / "var"))
    walls = ["unshare", "--map-root-user", "--mount", "--propagation", "private"]
    ended = subprocess.run(
        [*walls, sys.executable, "-m", "tests.faults.full_disk", where, *rig.paths("book")],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:] + last_lines(tmp_path / "worker.log")
    said, _, left = ended.stdout.partition("\n")
    assert json.loads(said) == told
    assert json.loads(left) == rig.undisturbed("book")

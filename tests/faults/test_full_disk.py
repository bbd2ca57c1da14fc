"""A disk that is full loses nothing, is named to whoever waits, and everything goes on by itself once there is room."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.servers.processes import last_lines
from tests.faults.harness import OfflineSite, Snapshots, copy_site
from tests.support.template import ROOT

TIMEOUT_SECONDS = 400
pytestmark = pytest.mark.embedded_only  # the disks of PostgreSQL and of the object store are their own affair


@pytest.mark.fault
@pytest.mark.parametrize(
    "where, expected",
    [
        ("store", {"upload": "store_full", "work": "disk_full"}),
        pytest.param("spool", {"upload": "", "work": "disk_full"}, marks=pytest.mark.slow),
        pytest.param("database", {"upload": "", "work": "database"}, marks=pytest.mark.slow),
    ],
)
def test_work_resumes_when_a_full_disk_has_space_again(
    snapshots: Snapshots, tmp_path: Path, where: str, expected: dict[str, str]
) -> None:
    site = OfflineSite(copy_site(snapshots.before("upload", "book"), tmp_path / "var"))
    walls = ["unshare", "--map-root-user", "--mount", "--propagation", "private"]
    ended = subprocess.run(
        [*walls, sys.executable, "-m", "tests.faults.full_disk", where, *snapshots.sources("book")],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:] + last_lines(tmp_path / "worker.log")
    reported, _, left = ended.stdout.partition("\n")
    assert json.loads(reported) == expected
    assert json.loads(left) == json.loads(snapshots.expected("book"))

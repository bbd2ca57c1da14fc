"""A full disk loses nothing and is reported, and the work continues automatically once there is space."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.servers.processes import last_lines
from tests.faults.harness import OfflineSite, Snapshots, copy_site
from tests.support.template import ROOT

TIMEOUT_SECONDS = 400
pytestmark = pytest.mark.embedded_only  # PostgreSQL and the object store manage their own disks


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
    unshare = ["unshare", "--map-root-user", "--mount", "--propagation", "private"]
    ended = subprocess.run(
        [*unshare, sys.executable, "-m", "tests.faults.full_disk", where, *snapshots.sources("book")],
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

"""A test file that takes longer than its share fails the run, unless its long tests are marked slow."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.paths import ROOT

pytestmark = pytest.mark.system

FILE = """
import time
import pytest

@pytest.fixture(scope="session")
def shared():
    time.sleep({shared})

{mark}
def test_it(shared):
    time.sleep({seconds})
"""
LONG = {"mark": "", "shared": 0, "seconds": 1.5}
WITHIN = {
    "test_short.py": {"mark": "", "shared": 0, "seconds": 0},
    "test_slow.py": {"mark": "@pytest.mark.slow", "shared": 0, "seconds": 1.5},
    "test_site.py": {"mark": "", "shared": 1.5, "seconds": 0},  # a session fixture is shared by all files
}


def test_a_file_over_its_budget_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  slow: long")
    for name, values in WITHIN.items():
        (tmp_path / name).write_text(FILE.format(**values))
    assert run(tmp_path) == (0, [])
    (tmp_path / "test_long.py").write_text(FILE.format(**LONG))
    assert run(tmp_path) == (1, ["test_long.py"])


def run(folder: Path) -> tuple[int, list[str]]:
    """Return the exit status, and the files that the report names."""
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.support.budget", "-p", "no:django", "-p", "no:xdist", folder],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TEST_FILE_SECONDS": "0.03", "CI": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, [line.split()[0] for line in ended.stdout.splitlines() if "more than" in line]

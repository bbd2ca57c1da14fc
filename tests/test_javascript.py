"""The unit tests of the browser's modules: Node's own test runner over tests/js."""

import subprocess
from pathlib import Path

import pytest

from devtools import tools

FOLDER = Path(__file__).resolve().parent / "js"


@pytest.mark.backend_independent
def test_the_modules_of_the_browser_pass_their_tests() -> None:
    files = sorted(FOLDER.glob("*.test.js"))
    assert files
    command = [tools.node().node, "--test", "--test-reporter=spec", *files]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "ℹ fail 0" in ended.stdout

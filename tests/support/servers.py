"""The real servers of `make services`, started by the first test that needs one. A missing server fails the test.

What a run creates on a server has the run's process id in its name: `test-<pid>-<random>`. The run deletes it at its
end; the next run deletes what a killed run left.
"""

import os
import re
import subprocess
import sys
import uuid
from functools import cache
from pathlib import Path

import pytest

from tests.support.template import ROOT

# The process that the user started; the workers of pytest-xdist and the processes that tests start inherit the value.
RUN = os.environ.setdefault("TEST_RUN", str(os.getpid()))
NAME_PATTERN = re.compile(r"test[-_](\d+)[-_][0-9a-f]{8}")


@cache
def address(setting: str) -> str:
    """Return the value of a setting that points to a server of this machine; start the server first if necessary."""
    ended = subprocess.run(
        [sys.executable, "-m", "devtools.services", "start", setting],
        cwd=ROOT,
        env=_service_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        pytest.fail(f"The servers do not start; `make services` says more.\n{ended.stdout}{ended.stderr}")
    lines = (ROOT / "var" / "services" / "env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)[setting]


def unique_name() -> str:
    """Return a name with the process id of this run that nothing else on the server has."""
    return f"test-{RUN}-{uuid.uuid4().hex[:8]}"


def is_leftover(name: str) -> bool:
    """Return whether a run that has ended created this."""
    found = NAME_PATTERN.match(name)
    return found is not None and not is_running(found.group(1))


def is_running(process: str) -> bool:
    """Return whether a process with this id runs on this machine."""
    return Path(f"/proc/{process}").is_dir()


def _service_environment() -> dict[str, str]:
    """Return the environment without the data folder of the tests: servers belong to the checkout.

    Elasticsearch runs for minutes here: Java's second compiler would cost more than it saves.
    """
    environment = {name: value for name, value in os.environ.items() if name != "VAR_DIR"}
    return {"ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1", **environment}

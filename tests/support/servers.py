"""The real servers of `make services`, started by the first test that asks. A server that is missing is a failure.

What a run makes on a server carries the run's process id in its name: `test-<pid>-<chance>`. It is taken away when it
has served; what a killed run left is taken away by the next run that looks.
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

# The process that was started by hand; the workers of pytest-xdist and the processes that tests start inherit it.
RUN = os.environ.setdefault("TEST_RUN", str(os.getpid()))
NAMED = re.compile(r"test[-_](\d+)[-_][0-9a-f]{8}")


@cache
def address(setting: str) -> str:
    """The value of a setting that points to a server of this machine."""
    ended = subprocess.run(
        [sys.executable, "-m", "devtools.services", "start", setting],
        cwd=ROOT,
        env=_plain_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        pytest.fail(f"The servers do not start; `make services` says more.\n{ended.stdout}{ended.stderr}")
    lines = (ROOT / "var" / "services" / "env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)[setting]


def a_name() -> str:
    """A name on a server that nobody else has, and that tells whose it is."""
    return f"test-{RUN}-{uuid.uuid4().hex[:8]}"


def is_left_over(name: str) -> bool:
    """Whether a run made this that is no more."""
    found = NAMED.match(name)
    return found is not None and not lives(found.group(1))


def lives(process: str) -> bool:
    """Whether a process of this id runs on this machine."""
    return Path(f"/proc/{process}").is_dir()


def _plain_environment() -> dict[str, str]:
    """The environment without the folder of data of the tests: servers belong to the checkout.

    An engine that lives for minutes does not earn back what its second compiler costs.
    """
    plain = {name: value for name, value in os.environ.items() if name != "VAR_DIR"}
    return {"ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1", **plain}

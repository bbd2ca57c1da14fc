"""The real servers of `make services`, started by the first test that needs one. A missing server fails the test.

They stop when the run ends, however it ends, unless another owner uses them (devtools/owners.py). What a run
creates on a server has the run's process id in its name: `test-<pid>-<random>`. The run deletes it at its end; the
next run deletes what a killed run left.
"""

import re
import uuid
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from devtools import owners, services
from devtools.paths import ROOT
from devtools.servers.processes import start_time
from devtools.servers.service_user import home
from tests.support.backends import PRODUCTION

# The process that the user started; the workers of pytest-xdist and the processes that tests start inherit the value.
RUN = owners.current_run()
VAR_DIR = ROOT / "var"  # servers belong to the checkout, not to the temporary data folder of the tests
STATE = VAR_DIR / "tests"
NAME_PATTERN = re.compile(r"test[-_](\d+)[-_][0-9a-f]{8}")


@cache
def address(setting: str) -> str:
    """Return the value of a setting that points to a server of this machine; start the server first if necessary."""
    if not PRODUCTION:
        pytest.fail("The embedded set starts no server: mark the test production_only (TEST_BACKENDS=production).")
    # The servers run for minutes here: Java's second compiler would cost more than it saves.
    return services.address(setting, environment={"ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1"})


def watch_run() -> None:
    """Start the watcher that ends what this run leaves behind; idempotent."""
    VAR_DIR.mkdir(exist_ok=True)
    with owners.locked(home(VAR_DIR)):
        owners.add_run(home(VAR_DIR), RUN)


def private_folder(name: str) -> Path:
    """Return a folder for a server of this run; the watcher kills the server and deletes the folder."""
    return owners.private_folder(home(VAR_DIR), RUN, name)


def lock(name: str) -> FileLock:
    """Return a lock that all processes of all runs in this checkout share."""
    STATE.mkdir(parents=True, exist_ok=True)
    return FileLock(STATE / f"{name}.lock")


def unique_name() -> str:
    """Return a name with the process id of this run that nothing else on the server has."""
    return f"test-{RUN}-{uuid.uuid4().hex[:8]}"


def is_abandoned(name: str) -> bool:
    """Return whether a run that has ended created this."""
    match = NAME_PATTERN.match(name)
    return match is not None and not is_running(match.group(1))


def is_running(process: str) -> bool:
    """Return whether a process with this id runs on this machine."""
    return start_time(int(process)) is not None

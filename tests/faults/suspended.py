"""A worker that is stopped at a named point, as a laptop that falls asleep, and goes on much later."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.servers.processes import wait_until
from tests.faults.harness import TIMEOUT_SECONDS, Site
from tests.support.template import ROOT


@contextmanager
def stopped_at(site: Site, point: str, queues: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of these queues that has come to the point and stands still; killed at the end, should it live."""
    environment = {**site.environment, "FAULT_AT": point, "FAULT_SIGNAL": "SIGSTOP"}
    command = ["manage.py", "worker", "--queue", queues, "--until-empty"]
    with (site.var_dir / "stopped.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        reached = wait_until(
            lambda: state_of(worker.pid) == "T", seconds=TIMEOUT_SECONDS, while_true=lambda: worker.poll() is None
        )
        assert reached, f"{point} was never reached: {log_of(site)}"
        yield worker
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def goes_on(worker: subprocess.Popen[bytes]) -> int:
    """It wakes up, and works until nothing waits any more; how it ended."""
    worker.send_signal(signal.SIGCONT)
    return worker.wait(TIMEOUT_SECONDS)


def log_of(site: Site) -> str:
    """What it said."""
    return (site.var_dir / "stopped.log").read_text(encoding="utf-8")[-4000:]


def state_of(pid: int) -> str:
    """One letter of the kernel: R, S, T (stopped), Z; empty where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""

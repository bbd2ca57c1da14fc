"""A worker that is suspended at a fault point, like a laptop that sleeps, and resumes much later."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.servers.processes import wait_until
from tests.faults.harness import TIMEOUT_SECONDS, OfflineSite
from tests.support.template import ROOT


@contextmanager
def suspended_at(site: OfflineSite, point: str, queues: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker of these queues and yield it once it is suspended at the point; kill it at the end."""
    environment = {**site.environment, "FAULT_AT": point, "FAULT_SIGNAL": "SIGSTOP"}
    command = ["manage.py", "worker", "--queue", queues, "--until-empty"]
    with (site.var_dir / "suspended.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        reached = wait_until(
            lambda: state_of(worker.pid) == "T", seconds=TIMEOUT_SECONDS, while_true=lambda: worker.poll() is None
        )
        assert reached, f"{point} was never reached: {worker_log(site)}"
        yield worker
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def resume(worker: subprocess.Popen[bytes]) -> int:
    """Resume the worker until its queues are empty; return its exit code."""
    worker.send_signal(signal.SIGCONT)
    return worker.wait(TIMEOUT_SECONDS)


def worker_log(site: OfflineSite) -> str:
    """Return the end of the worker's log."""
    return (site.var_dir / "suspended.log").read_text(encoding="utf-8")[-4000:]


def state_of(pid: int) -> str:
    """Return the state in /proc: R, S, T (stopped), Z; empty if there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""

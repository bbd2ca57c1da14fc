"""Processes that outlive the command that starts them, identified by their id and their start time."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from devtools.done_markers import write_atomically
from devtools.servers.service_user import GROUP, user

POLL_SECONDS = 0.1
STOP_SECONDS = 30.0


def start(command: Sequence[str], *, folder: Path, environment: dict[str, str]) -> None:
    """Start a process in its own session as the servers' user; folder/log gets its output, folder/pid its identity."""
    variables = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": str(folder), **environment}
    other_user = user()
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=other_user,
            group=GROUP if other_user else None,
            extra_groups=[] if other_user else None,
        )
    write_atomically(folder / "pid", identity(process.pid))


def identity(pid: int) -> str:
    """Return the id and the start time of a process; it differs from that of a later process with the same id."""
    return f"{pid} {start_time(pid)}"


def start_time(pid: int) -> str | None:
    """Return when a process started, in clock ticks since boot; None if it has ended, even if it is still a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else fields[19]


def running_pid(pid_file: Path) -> int | None:
    """Return the process id in this file if that very process runs."""
    try:
        text = pid_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    pid = int(text.partition(" ")[0])
    return pid if start_time(pid) is not None and identity(pid) == text else None


def is_running(pid_file: Path) -> bool:
    """Return whether the process of this file runs."""
    return running_pid(pid_file) is not None


def stop(pid_file: Path, stop_signal: signal.Signals) -> None:
    """Send the signal, wait, and kill the whole session if the process does not end in STOP_SECONDS."""
    pid = running_pid(pid_file)
    if pid is not None:
        os.kill(pid, stop_signal)
        if not wait_until(lambda: not is_running(pid_file), seconds=STOP_SECONDS, while_true=lambda: True):
            os.killpg(pid, signal.SIGKILL)
    pid_file.unlink(missing_ok=True)


def wait_until(condition: Callable[[], bool], *, seconds: float, while_true: Callable[[], bool]) -> bool:
    """Poll until the condition holds; return False after `seconds`, or once `while_true` no longer holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        if not while_true():
            return False
        time.sleep(POLL_SECONDS)
    return False


def last_lines(log: Path, count: int = 30) -> str:
    """Return the last lines of a log; nothing if it does not exist."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]) if log.is_file() else ""

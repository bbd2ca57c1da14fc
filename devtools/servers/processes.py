"""Processes that outlive the command that starts them: known by their id and the second they began."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from devtools.done_markers import write_at_once
from devtools.servers.service_user import user

PAUSE = 0.1
FAREWELL_SECONDS = 30.0


def start(command: Sequence[str], *, folder: Path, environment: dict[str, str]) -> None:
    """Start a process in a session of its own, with its output in folder/log and its id in folder/pid."""
    whole = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": str(folder), **environment}
    who = user()
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=whole,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=who,
            group="nogroup" if who else None,
            extra_groups=[] if who else None,
        )
    write_at_once(folder / "pid", f"{process.pid} {began(process.pid)}")


def began(pid: int) -> str | None:
    """When a process began, in ticks since the machine started; None when it is gone or only waits to be collected."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else fields[19]


def alive(pid_file: Path) -> bool:
    """Whether the very process of this file runs: an id given to another process meanwhile does not count."""
    return _pid(pid_file) is not None


def stop(pid_file: Path, farewell: signal.Signals) -> None:
    """Ask the process to end, wait, and end its whole session when it does not."""
    pid = _pid(pid_file)
    if pid is not None:
        os.kill(pid, farewell)
        if not wait_until(lambda: not alive(pid_file), seconds=FAREWELL_SECONDS, while_true=lambda: True):
            os.killpg(pid, signal.SIGKILL)
    pid_file.unlink(missing_ok=True)


def wait_until(condition: Callable[[], bool], *, seconds: float, while_true: Callable[[], bool]) -> bool:
    """Look until the condition holds; False when the time is over or there is nothing left to wait for."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        if not while_true():
            return False
        time.sleep(PAUSE)
    return False


def last_lines(log: Path, count: int = 30) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]) if log.is_file() else ""


def _pid(pid_file: Path) -> int | None:
    if not pid_file.is_file():
        return None
    number, _, second = pid_file.read_text(encoding="utf-8").partition(" ")
    return int(number) if began(int(number)) == second.strip() else None

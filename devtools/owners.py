"""What a command started ends with it: its own processes, its private servers, and shared servers that it alone owned.

An owner is a process that the user started (a test run, a benchmark), or the user, who owns what `make services`
starts until `make services-stop` or a reboot. Every process that a run starts inherits RUN_OWNER, the process id of the
run. A watcher in its own session waits until the run has ended, also by Ctrl-C or SIGKILL, and then stops the rest.

    python3 -m devtools.owners HOME PID
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.done_markers import write_atomically
from devtools.paths import ROOT
from devtools.servers import SERVERS
from devtools.servers.processes import identity, is_running, start_time, stop, wait_until

VARIABLE = "RUN_OWNER"
USER = "user"
POLL_SECONDS = 0.5
STOP_SECONDS = 3.0
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the servers of this folder."""
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def current_run() -> int:
    """Return the process id of the run that this process belongs to; it becomes a run itself if it belongs to none."""
    return int(os.environ.setdefault(VARIABLE, str(os.getpid())))


def add_user(home: Path) -> None:
    """Make the user an owner of the servers until the next boot. Call it inside `locked`."""
    write_atomically(home / "owners" / USER, BOOT_ID.read_text(encoding="utf-8"))


def add_run(home: Path, pid: int) -> None:
    """Make a process an owner of the servers and start its watcher; idempotent. Call it inside `locked`."""
    file = home / "owners" / str(pid)
    if is_running(file):
        return
    write_atomically(file, identity(pid))
    subprocess.Popen(
        [sys.executable, "-m", "devtools.owners", str(home), str(pid)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != VARIABLE},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def remove_all(home: Path) -> None:
    """Forget every owner. Call it inside `locked`."""
    shutil.rmtree(home / "owners", ignore_errors=True)


def private_folder(home: Path, pid: int, name: str) -> Path:
    """Return the folder of a server that ends with this run, independent of the shared servers' owners."""
    return home / f"private-{pid}-{name}"


def processes_of(pid: int) -> list[int]:
    """Return the process ids that carry this run as their RUN_OWNER, without the run itself."""
    mark, carriers = f"\0{VARIABLE}={pid}\0".encode(), []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # ended meanwhile, or of another user
            if mark in b"\0" + file.read_bytes() and start_time(int(file.parent.name)) is not None:
                carriers.append(int(file.parent.name))
    return [carrier for carrier in carriers if carrier != pid]


def watch(home: Path, pid: int) -> None:
    """Wait for the end of the run, then end what only it owned."""
    owner = home / "owners" / str(pid)
    run = owner.read_text(encoding="utf-8")
    while identity(pid) == run:
        time.sleep(POLL_SECONDS)
    _end_processes(pid)
    with locked(home):
        for folder in home.glob(f"private-{pid}-*"):
            stop(folder / "pid", signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)
        owner.unlink(missing_ok=True)
        if not any(map(_exists, (home / "owners").glob("*"))):
            for server in SERVERS:
                stop(home / server.name / "pid", server.stop_signal)


def _exists(owner: Path) -> bool:
    if owner.name == USER:
        return owner.read_text(encoding="utf-8") == BOOT_ID.read_text(encoding="utf-8")
    return is_running(owner)


def _end_processes(pid: int) -> None:
    """Send SIGTERM, wait, send SIGKILL to what is left."""
    for carrier in processes_of(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(carrier, signal.SIGTERM)
    wait_until(lambda: not processes_of(pid), seconds=STOP_SECONDS, while_true=lambda: True)
    for carrier in processes_of(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(carrier, signal.SIGKILL)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]))

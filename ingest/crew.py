"""Worker processes for as long as a command needs them: `manage.py ingest` and the demo bring their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUIET = ["--verbosity", "0"]
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


@contextmanager
def crew(*, readers: int | None = None) -> Iterator[None]:
    """One reader of pages for each core, one worker for all other queues, the sweeper; stopped at the end."""
    count = readers or os.cpu_count() or 1
    queues = [*(["pages"] * count), "default,media,mail", "index"]
    commands = [["worker", "--queue", queue] for queue in queues]
    commands.append(["sweeper", "--every", "2"])
    processes = [_start(command) for command in commands]
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(timeout=60)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    worker = QUIET if command[0] == "worker" else []
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.Popen(
        [sys.executable, str(MANAGE), *command, *worker],
        env=environment,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )

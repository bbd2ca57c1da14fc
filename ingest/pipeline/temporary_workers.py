"""Worker processes for the duration of a command: `manage.py ingest` and the demo start their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
SWEEP_INTERVAL = "2"  # seconds


@contextmanager
def temporary_workers() -> Iterator[None]:
    """Run `manage.py run_workers` inside the block and stop it at the end."""
    process = subprocess.Popen(
        [sys.executable, str(MANAGE), "run_workers", "--every", SWEEP_INTERVAL, "--verbosity", "0"],
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)

"""A knock at the door of this machine's workers: for each queue a file whose time tells when somebody last knocked."""

import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

POLL_SECONDS = 0.03  # seconds between two looks at the files


def signal(queue: str) -> None:
    """Let workers of this queue look at once."""
    door = _door(queue)
    door.parent.mkdir(exist_ok=True)
    door.touch()


def last_signals(queues: Sequence[str]) -> list[int]:
    """When somebody last knocked for each queue, in nanoseconds; 0 for never."""
    return [_time(_door(queue)) for queue in queues]


def wait_for_signal(queues: Sequence[str], *, since: list[int], seconds: float) -> None:
    """Return when somebody has knocked since then, or when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and last_signals(queues) == since:
        time.sleep(POLL_SECONDS)


def _door(queue: str) -> Path:
    return Path(settings.VAR_DIR) / "knocks" / queue


def _time(door: Path) -> int:
    try:
        return door.stat().st_mtime_ns
    except FileNotFoundError:
        return 0

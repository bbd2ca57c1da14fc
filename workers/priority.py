"""Who goes first where web server and workers share a machine: readers do; work that can wait gives way."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

BACKGROUND_QUEUES = frozenset({"pages", "media", "index"})
AUTOGROUP_FILE = Path("/proc/self/autogroup")


def lower_priority_for(queues: Iterable[str]) -> None:
    """Lower this process, and the children that it starts, when one of its queues holds work that can wait.

    By WORKER_NICENESS; where nobody else wants the processor, it has all of it.
    Linux shares the processor between sessions before it looks at niceness (sched(7), "The autogroup feature"): the
    session is lowered too, when this process is the one that leads it.
    """
    if BACKGROUND_QUEUES.isdisjoint(queues):
        return
    os.nice(settings.WORKER_NICENESS)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # there is none in this kernel, or none that may be changed: niceness alone, then
            AUTOGROUP_FILE.write_text(str(settings.WORKER_NICENESS))

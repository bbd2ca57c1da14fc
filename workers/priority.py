"""Priorities where web server and workers share a machine: background work yields the processor to web requests."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

BACKGROUND_QUEUES = frozenset({"pages", "media", "index"})
AUTOGROUP_FILE = Path("/proc/self/autogroup")


def lower_priority_for(queues: Iterable[str]) -> None:
    """Lower the priority of this process and of its future children if one of its queues is a background queue.

    WORKER_NICENESS says by how much; an idle processor is used in full.
    Linux shares the processor between sessions before it looks at niceness (sched(7), "The autogroup feature"): a
    process that leads its session lowers the session too.
    """
    if BACKGROUND_QUEUES.isdisjoint(queues):
        return
    os.nice(settings.WORKER_NICENESS)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # this kernel has no autogroups or does not let them change: niceness alone
            AUTOGROUP_FILE.write_text(str(settings.WORKER_NICENESS))

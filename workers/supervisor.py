"""Run the workers of one machine as children of one process, so that they share the memory of what it has loaded.

A child that ends is replaced. On SIGTERM the supervisor passes the signal to all children and ends with the last.

systemd, supervisord and circus start each worker from nothing; forking after the product is loaded takes 26 instead of
97 MB for each worker.
"""

import atexit
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from workers.processes import die_with_parent
from workers.shutdown import SIGNALS

logger = logging.getLogger("workers.supervisor")

RESPAWN_DELAY = 5.0  # seconds between two starts of one slot
WATCHED_SIGNALS = frozenset({signal.SIGCHLD, *SIGNALS})
PROC_COMM = Path("/proc/self/comm")  # what ps and top show; at most 15 characters


@dataclass(frozen=True)
class WorkerSlot:
    """One worker to keep running: its name, and the call that it makes; the call returns when the worker must stop."""

    name: str
    work: Callable[[], object]


class Supervisor:
    """As many children as there are slots."""

    def __init__(self, slots: Sequence[WorkerSlot]) -> None:
        self._vacant = [(0.0, slot) for slot in slots]  # with the moment from which each may be filled
        self._children: dict[int, tuple[float, WorkerSlot]] = {}  # process id: (start, slot)

    def serve(self) -> None:
        """Keep all slots filled until SIGTERM or SIGINT. The caller may have neither threads nor open connections."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED_SIGNALS)
        stopping = False
        while self._children or not stopping:
            self._fill()
            received = signal.sigtimedwait(WATCHED_SIGNALS, RESPAWN_DELAY)
            if received and received.si_signo in SIGNALS:
                stopping = True
                self._vacant.clear()
                for pid in self._children:
                    os.kill(pid, signal.SIGTERM)
            self._collect(replace=not stopping)

    def _fill(self) -> None:
        now = time.monotonic()
        due = [vacancy for vacancy in self._vacant if vacancy[0] <= now]
        for vacancy in due:
            self._vacant.remove(vacancy)
            slot = vacancy[1]
            self._children[fork_worker(slot.work, name=slot.name)] = (now, slot)

    def _collect(self, *, replace: bool) -> None:
        """Collect children that ended; as the first process of a container also orphans of other processes."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            start, slot = self._children.pop(pid, (0.0, None))
            if slot and replace:
                code = os.waitstatus_to_exitcode(status)
                logger.warning(_("The worker “%s” (process %s) ended with %s and is replaced."), slot.name, pid, code)
                self._vacant.append((start + RESPAWN_DELAY, slot))


def fork_worker(work: Callable[[], object], *, name: str) -> int:
    """Call `work` in a child process and return its process id.

    The child leads a session of its own, gets SIGTERM when this process ends, and exits when `work` returns.
    """
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setsid()
        die_with_parent(parent, by=signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED_SIGNALS)
        PROC_COMM.write_text(name[:15])
        work()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        logger.exception("the worker %s failed", name)
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

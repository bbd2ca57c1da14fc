"""The workers of one machine, born of one process: what it has loaded lies in memory once until one of them changes it.

Whoever ends is replaced. Asked to end, the crew asks all of them, and ends with the last.
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

RESPAWN_DELAY = 5.0  # seconds before one that had just begun is replaced
WATCHED_SIGNALS = frozenset({signal.SIGCHLD, *SIGNALS})
PROC_COMM = Path("/proc/self/comm")  # what ps and top show; 15 letters


@dataclass(frozen=True)
class WorkerSlot:
    """One place in the crew: its name, and what whoever holds it does until told to end."""

    name: str
    work: Callable[[], object]


class Supervisor:
    """As many children as there are posts."""

    def __init__(self, posts: Sequence[WorkerSlot]) -> None:
        self._vacant = [(0.0, post) for post in posts]  # from which moment on each is to be filled
        self._there: dict[int, tuple[float, WorkerSlot]] = {}  # by id: since when

    def serve(self) -> None:
        """Until told to end. Nothing that children must not share may be open: no thread, no connection."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED_SIGNALS)
        asked = False
        while self._there or not asked:
            self._fill()
            received = signal.sigtimedwait(WATCHED_SIGNALS, RESPAWN_DELAY)
            if received and received.si_signo in SIGNALS:
                asked = True
                self._vacant.clear()
                for pid in self._there:
                    os.kill(pid, signal.SIGTERM)
            self._collect(replace=not asked)

    def _fill(self) -> None:
        now = time.monotonic()
        due = [place for place in self._vacant if place[0] <= now]
        for place in due:
            self._vacant.remove(place)
            post = place[1]
            self._there[fork_worker(post.work, name=post.name)] = (now, post)

    def _collect(self, *, replace: bool) -> None:
        """Children that ended; as the first process of a container also those that others left behind."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            since, post = self._there.pop(pid, (0.0, None))
            if post and replace:
                code = os.waitstatus_to_exitcode(status)
                logger.warning(_("The worker “%s” (process %s) ended with %s and is replaced."), post.name, pid, code)
                self._vacant.append((since + RESPAWN_DELAY, post))


def fork_worker(work: Callable[[], object], *, name: str) -> int:
    """The id of a child that does this and ends: in a session of its own, and asked to end when we are gone."""
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
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        logger.exception("the worker %s failed", name)
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

"""A worker that is asked to end finishes what takes a moment, hands back what takes longer, and is gone in 30 seconds.

Whoever answers a bell does so within `heeded()`. A long wait names what ends it (`ends`), a long loop asks now and then
(`check`); what was begun is handed back by whoever held it, when `Stopped` passes by. Should something not come to its
end in time all the same, `at_last` hands back, and the process is ended.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

logger = logging.getLogger("workshop")

PATIENCE = 20.0  # seconds; whoever starts and stops workers waits for 30
SIGNALS = (signal.SIGTERM, signal.SIGINT)

Act = Callable[[], object]


class Stopped(BaseException):
    """This process was asked to end: let go of everything. No mere Exception, so that nobody takes it for a failure."""


class _Asked:
    """Whether the process was asked to end, and what is to be done then."""

    def __init__(self) -> None:
        self.asked = False
        self.ends: list[Act] = []
        self.at_last: list[Act] = []


_now = _Asked()


@contextmanager
def heeded() -> Iterator[None]:
    """Listen while a bell is answered; the worker's own answer to the signals follows ours."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def heed(number: int, frame: FrameType | None) -> None:
        ask()
        theirs = before[signal.Signals(number)]
        if callable(theirs):
            theirs(number, frame)

    for number in SIGNALS:
        signal.signal(number, heed)
    try:
        yield
    finally:
        for number, theirs in before.items():
            if signal.getsignal(number) is heed:  # the worker may have chosen another answer meanwhile
                signal.signal(number, theirs)


def ask() -> None:
    """Ask this process to end: every named wait ends now, and the clock runs."""
    if not _now.asked:
        _now.asked = True
        clock = threading.Timer(PATIENCE, _out_of_patience)
        clock.daemon = True
        clock.start()
    _do(_now.ends)


def asked() -> bool:
    """Whether this process was asked to end."""
    return _now.asked


def check() -> None:
    """Raise Stopped when this process was asked to end."""
    if _now.asked:
        raise Stopped


@contextmanager
def ends(act: Act) -> Iterator[None]:
    """Do this at once when the process is asked to end, to cut a long wait short; then look with `check`."""
    yield from _listed(_now.ends, act)


@contextmanager
def at_last(act: Act) -> Iterator[None]:
    """Do this when patience is at its end, before the process is; in another thread."""
    yield from _listed(_now.at_last, act)


def _listed(acts: list[Act], act: Act) -> Iterator[None]:
    acts.append(act)
    try:
        yield
    finally:
        acts.remove(act)


def _do(acts: list[Act]) -> None:
    for act in list(acts):
        try:
            act()
        except Exception:
            logger.exception("something could not be ended")


def _out_of_patience(leave: Callable[[int], Any] = os._exit) -> None:
    """Its children die with it: each asked the kernel to be killed then."""
    if not _now.at_last and not _now.ends:
        return  # nothing is held; the process is about to end by itself
    logger.warning("not ended in %s seconds: the work is handed back", PATIENCE)
    _do(_now.at_last)
    leave(128 + signal.SIGTERM)

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

logger = logging.getLogger("workers")

GRACE_SECONDS = 20.0  # seconds; whoever starts and stops workers waits for 30
SIGNALS = (signal.SIGTERM, signal.SIGINT)

Callback = Callable[[], object]


class ShutdownRequested(BaseException):
    """This process was asked to end: let go of everything. No mere Exception, so that nobody takes it for a failure."""


class _Asked:
    """Whether the process was asked to end, and what is to be done then."""

    def __init__(self) -> None:
        self.requested = False
        self.on_request: list[Callback] = []
        self.on_deadline: list[Callback] = []


_now = _Asked()


@contextmanager
def handling_signals() -> Iterator[None]:
    """Listen while a bell is answered; the worker's own answer to the signals follows ours."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def heed(number: int, frame: FrameType | None) -> None:
        request()
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


def request() -> None:
    """Ask this process to end: every named wait ends now, and the clock runs."""
    if not _now.requested:
        _now.requested = True
        clock = threading.Timer(GRACE_SECONDS, _on_timeout)
        clock.daemon = True
        clock.start()
    _do(_now.on_request)


def requested() -> bool:
    """Whether this process was asked to end."""
    return _now.requested


def raise_if_requested() -> None:
    """Raise Stopped when this process was asked to end."""
    if _now.requested:
        raise ShutdownRequested


@contextmanager
def on_request(act: Callback) -> Iterator[None]:
    """Do this at once when the process is asked to end, to cut a long wait short; then look with `check`."""
    yield from _listed(_now.on_request, act)


@contextmanager
def on_deadline(act: Callback) -> Iterator[None]:
    """Call this in another thread when the grace period ends, before the process exits."""
    yield from _listed(_now.on_deadline, act)


def _listed(acts: list[Callback], act: Callback) -> Iterator[None]:
    acts.append(act)
    try:
        yield
    finally:
        acts.remove(act)


def _do(acts: list[Callback]) -> None:
    for act in list(acts):
        try:
            act()
        except Exception:
            logger.exception("something could not be ended")


def _on_timeout(leave: Callable[[int], Any] = os._exit) -> None:
    """Its children die with it: each asked the kernel to be killed then."""
    if not _now.on_deadline and not _now.on_request:
        return  # nothing is held; the process is about to end by itself
    logger.warning("not ended in %s seconds: the work is handed back", GRACE_SECONDS)
    _do(_now.on_deadline)
    leave(128 + signal.SIGTERM)

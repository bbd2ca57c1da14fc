"""Stop a worker within 30 seconds of SIGTERM: short work is finished, long work is handed back.

Each task runs within `handling_signals()`. A long wait names the call that ends it (`on_request`), a long loop calls
`raise_if_requested()`; the owner of a lease hands it back when `ShutdownRequested` passes. If the task has not ended
after GRACE_SECONDS, a timer thread calls what is registered with `on_deadline` and ends the process.
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

GRACE_SECONDS = 20.0  # service managers (compose.yaml, docs/howto/administer.md) kill after 30
SIGNALS = (signal.SIGTERM, signal.SIGINT)

Callback = Callable[[], object]


class ShutdownRequested(BaseException):
    """This process must stop. A BaseException, so that no `except Exception` takes it for a failure of the work."""


class _State:
    """Whether a stop was requested, and what is to be called then."""

    def __init__(self) -> None:
        self.requested = False
        self.on_request: list[Callback] = []
        self.on_deadline: list[Callback] = []


_state = _State()


@contextmanager
def handling_signals() -> Iterator[None]:
    """Handle SIGTERM and SIGINT during a task; the worker's own handler is called after ours.

    Does nothing outside the main thread, where Python allows no handlers.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {number: signal.getsignal(number) for number in SIGNALS}

    def handle(number: int, frame: FrameType | None) -> None:
        request()
        handler = previous[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in previous.items():
            if signal.getsignal(number) is handle:  # the worker may have set another handler meanwhile
                signal.signal(number, handler)


def request() -> None:
    """Request that this process stops: end every registered wait now and start the timer of the deadline."""
    if not _state.requested:
        _state.requested = True
        timer = threading.Timer(GRACE_SECONDS, _end_at_deadline)
        timer.daemon = True
        timer.start()
    _call(_state.on_request)


def requested() -> bool:
    """Return whether this process was asked to stop."""
    return _state.requested


def raise_if_requested() -> None:
    """Raise ShutdownRequested if this process was asked to stop."""
    if _state.requested:
        raise ShutdownRequested


@contextmanager
def on_request(callback: Callback) -> Iterator[None]:
    """Call this as soon as a stop is requested, to cut a long wait short; then call `raise_if_requested()`."""
    yield from _registered(_state.on_request, callback)


@contextmanager
def on_deadline(callback: Callback) -> Iterator[None]:
    """Call this, in another thread, before the process is ended at the deadline."""
    yield from _registered(_state.on_deadline, callback)


def _registered(callbacks: list[Callback], callback: Callback) -> Iterator[None]:
    callbacks.append(callback)
    try:
        yield
    finally:
        callbacks.remove(callback)


def _call(callbacks: list[Callback]) -> None:
    for callback in list(callbacks):
        try:
            callback()
        except Exception:
            logger.exception("a callback of the shutdown failed")


def _end_at_deadline(leave: Callable[[int], Any] = os._exit) -> None:
    """Hand the work back and end the process; its children die with it (PR_SET_PDEATHSIG)."""
    if not _state.on_deadline and not _state.on_request:
        return  # no task runs any more; the process is about to end by itself
    logger.warning("not stopped within %s seconds: the work is handed back", GRACE_SECONDS)
    _call(_state.on_deadline)
    leave(128 + signal.SIGTERM)

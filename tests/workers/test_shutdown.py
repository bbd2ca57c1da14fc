"""A worker that must stop cuts its waits short at once; what does not end in time is handed back and ended."""

import os
import signal
from contextlib import suppress

import pytest

from workers import shutdown


@pytest.fixture(autouse=True)
def no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutdown, "_state", shutdown._State())
    monkeypatch.setattr(shutdown, "GRACE_SECONDS", 3600)


def test_a_signal_ends_waits_and_reaches_the_worker_too() -> None:
    called: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda *_: called.append("worker"))
    try:
        with shutdown.handling_signals(), shutdown.on_request(lambda: called.append("wait ended")):
            shutdown.raise_if_requested()
            os.kill(os.getpid(), signal.SIGTERM)
            with pytest.raises(shutdown.ShutdownRequested):
                shutdown.raise_if_requested()
        os.kill(os.getpid(), signal.SIGTERM)  # between two tasks it is handled by the worker alone
    finally:
        signal.signal(signal.SIGTERM, before)
    assert called == ["wait ended", "worker", "worker"]


def test_code_that_catches_every_exception_does_not_catch_a_shutdown() -> None:
    shutdown.request()
    with pytest.raises(shutdown.ShutdownRequested), suppress(Exception):
        shutdown.raise_if_requested()


def test_at_the_deadline_the_work_is_handed_back_first() -> None:
    done: list[object] = []

    def broken() -> None:
        raise OSError("the database is away")

    with shutdown.on_deadline(broken), shutdown.on_deadline(lambda: done.append("handed back")):
        shutdown._end_at_deadline(leave=done.append)
    assert done == ["handed back", 143]
    shutdown._end_at_deadline(leave=done.append)
    assert len(done) == 2, "a process without work ends by itself"

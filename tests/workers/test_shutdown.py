"""Asked to end, a worker cuts its waits short at once; what does not end is handed back and ended with it."""

import os
import signal
from contextlib import suppress

import pytest

from workers import shutdown


@pytest.fixture(autouse=True)
def nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutdown, "_now", shutdown._Asked())
    monkeypatch.setattr(shutdown, "GRACE_SECONDS", 3600)


def test_a_signal_ends_waits_and_reaches_the_worker_too() -> None:
    heard: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append("worker"))
    try:
        with shutdown.handling_signals(), shutdown.on_request(lambda: heard.append("wait ended")):
            shutdown.raise_if_requested()
            os.kill(os.getpid(), signal.SIGTERM)
            with pytest.raises(shutdown.ShutdownRequested):
                shutdown.raise_if_requested()
        os.kill(os.getpid(), signal.SIGTERM)  # between two bells it is the worker's alone
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == ["wait ended", "worker", "worker"]


def test_who_takes_every_exception_for_a_failure_does_not_take_this_one() -> None:
    shutdown.request()
    with pytest.raises(shutdown.ShutdownRequested), suppress(Exception):
        shutdown.raise_if_requested()


def test_at_the_end_of_patience_the_work_is_handed_back_first() -> None:
    done: list[object] = []

    def broken() -> None:
        raise OSError("the database is away")

    with shutdown.on_deadline(broken), shutdown.on_deadline(lambda: done.append("handed back")):
        shutdown._on_timeout(leave=done.append)
    assert done == ["handed back", 143]
    shutdown._on_timeout(leave=done.append)
    assert len(done) == 2, "who holds nothing ends by himself"

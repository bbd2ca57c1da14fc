"""A worker starts again after an outage, stops during the wait when asked to, and hides no other error."""

import os
import signal
from collections.abc import Callable

import pytest
from django.db import InterfaceError, OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError

from workers import reconnect
from workers.reconnect import retry_on_outage


def failing(*errors: Exception) -> tuple[Callable[[], None], list[Exception | None]]:
    """Return work that raises each error once, then succeeds; and a list of its calls."""
    calls: list[Exception | None] = []
    pending = list(errors)

    def work() -> None:
        calls.append(pending.pop(0) if pending else None)
        if calls[-1]:
            raise calls[-1]

    return work, calls


def test_work_starts_again_after_each_outage(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(reconnect, "RETRY_DELAY", 0.0)
    monkeypatch.setattr(reconnect.connections, "close_all", lambda: None)  # that of the test must stay
    errors = [OperationalError("restarting"), InterfaceError("closed"), RedisConnectionError("refused")]
    work, calls = failing(*errors)
    retry_on_outage(work)
    assert calls == [*errors, None]


def test_another_error_is_raised() -> None:
    work, calls = failing(ValueError("a fault of the program"))
    with pytest.raises(ValueError, match="a fault of the program"):
        retry_on_outage(work)
    assert len(calls) == 1


def test_a_signal_during_the_wait_ends_it_and_restores_the_handlers(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(reconnect, "RETRY_DELAY", 3600.0)
    monkeypatch.setattr(
        reconnect.connections, "close_all", lambda: signal.setitimer(signal.ITIMER_REAL, 0.05)
    )  # SIGALRM during the wait
    before = signal.getsignal(signal.SIGTERM)
    previous = signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    work, calls = failing(OperationalError("restarting"))
    try:
        retry_on_outage(work)
    finally:
        signal.signal(signal.SIGALRM, previous)
    assert len(calls) == 1
    assert signal.getsignal(signal.SIGTERM) == before

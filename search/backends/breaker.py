"""Leaves a server alone that does not answer, so that nobody waits for it again and again: a circuit breaker."""

import threading
import time

from search.errors import EngineUnavailable

FIRST, LONGEST = 5.0, 30.0  # seconds of rest after a failure; twice as long after each further one


class Breaker:
    """After a failure nobody asks for a while; then one asks, and the others wait for what it learns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def check(self) -> None:
        """Raise EngineUnavailable while the server is left alone."""
        with self._lock:
            now = time.monotonic()
            if now < self._rests_until:
                raise EngineUnavailable
            if self._failures:
                self._rests_until = now + FIRST

    def failed(self) -> None:
        """The server did not answer, or not as it should."""
        with self._lock:
            rest = min(FIRST * 2**self._failures, LONGEST)
            self._failures = min(self._failures + 1, 10)
            self._rests_until = time.monotonic() + rest

    def worked(self) -> None:
        """The server answered."""
        with self._lock:
            self._failures, self._rests_until = 0, 0.0

"""The connection to the server: timeouts, a circuit breaker, and errors in our own classes.

Library considered for the breaker: pybreaker. It holds its lock while a call runs, so the searches of several threads
would wait for each other.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import ObjectApiResponse
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError

from search.errors import EngineUnavailable, IndexMissing

READ_TIMEOUT = 4  # seconds: a person waits
WRITE_TIMEOUT = 60  # seconds
# Seconds without requests after a failure, doubled after each further one.
MIN_REST, MAX_REST = 5.0, 30.0


class Breaker:
    """A circuit breaker: after a failure no search calls the server for a while; then one tries it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def check(self) -> None:
        """Raise EngineUnavailable while the server rests."""
        with self._lock:
            now = time.monotonic()
            if now < self._rests_until:
                raise EngineUnavailable
            if self._failures:
                self._rests_until = now + MIN_REST

    def failed(self) -> None:
        """Record that the server did not answer, or not as expected."""
        with self._lock:
            rest = min(MIN_REST * 2**self._failures, MAX_REST)
            self._failures = min(self._failures + 1, 10)
            self._rests_until = time.monotonic() + rest

    def worked(self) -> None:
        """Record that the server answered."""
        with self._lock:
            self._failures, self._rests_until = 0, 0.0


class Connection:
    """One client for writing, and the same with a shorter timeout for reading."""

    def __init__(self, url: str) -> None:
        # Retry on a connection that the server closed meanwhile, not after a timeout.
        self.writer = Elasticsearch(url, request_timeout=WRITE_TIMEOUT, retry_on_timeout=False, max_retries=1)
        self.reader = self.writer.options(request_timeout=READ_TIMEOUT)
        self._breaker = Breaker()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Guard a request for which a person waits: raise EngineUnavailable at once while the server rests."""
        self._breaker.check()
        try:
            with translating_errors():
                yield
        except IndexMissing:
            self._breaker.worked()
            raise
        except EngineUnavailable as error:
            if not isinstance(error.__cause__, BadRequestError):  # the server answers, but refuses this one request
                self._breaker.failed()
            raise
        self._breaker.worked()

    def close(self) -> None:
        """Close the connections."""
        self.writer.close()


@contextmanager
def translating_errors() -> Iterator[None]:
    """Raise IndexMissing or EngineUnavailable for the errors of the client library."""
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing from error
    except (TransportError, ApiError) as error:
        raise EngineUnavailable from error


def body_of(response: ObjectApiResponse[Any]) -> dict[str, Any]:
    """Return the body of a response. Raises EngineUnavailable for a truncated one, which the client reads as empty."""
    if not isinstance(response.body, dict):
        raise EngineUnavailable
    return response.body

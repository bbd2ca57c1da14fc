"""The way to the server: how long we wait, when we stop asking, and what goes wrong in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import ObjectApiResponse
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError

from search.backends.breaker import Breaker
from search.errors import EngineUnavailable, IndexMissing

READ_TIMEOUT = 4  # seconds: a person waits
WRITE_TIMEOUT = 60


class Connection:
    """One client for those who write, the same with less patience for those who read."""

    def __init__(self, url: str) -> None:
        # A connection that the server closed meanwhile is tried once more; one that timed out is not.
        self.writer = Elasticsearch(url, request_timeout=WRITE_TIMEOUT, retry_on_timeout=False, max_retries=1)
        self.reader = self.writer.options(request_timeout=READ_TIMEOUT)
        self._breaker = Breaker()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """For what a person waits for: at once refused while the server is known not to answer."""
        self._breaker.check()
        try:
            with answering():
                yield
        except IndexMissing:
            self._breaker.worked()
            raise
        except EngineUnavailable as trouble:
            if not isinstance(trouble.__cause__, BadRequestError):  # it answers; one question was not to its liking
                self._breaker.failed()
            raise
        self._breaker.worked()

    def close(self) -> None:
        """Close the connections."""
        self.writer.close()


@contextmanager
def answering() -> Iterator[None]:
    """Say in our own words what goes wrong on the way to the server."""
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing from error
    except (TransportError, ApiError) as error:
        raise EngineUnavailable from error


def body_of(response: ObjectApiResponse[Any]) -> dict[str, Any]:
    """What the server said; an answer that was cut after its first lines comes as an empty one."""
    if not isinstance(response.body, dict):
        raise EngineUnavailable
    return response.body

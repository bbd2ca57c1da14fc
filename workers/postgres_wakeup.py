"""Wake the workers of all machines that share a PostgreSQL database: LISTEN and NOTIFY, without polling.

Each worker listens on a connection of its own, which costs the server one more session. The payload names the queue and
nothing else: what there is to do is in the database. A connection pooler in transaction mode does not pass
notifications on; behind one, workers find new tasks when their interval ends.
"""

import select
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from django.db import connections

LISTEN = "LISTEN tusach_wakeups"
NOTIFY = "SELECT pg_notify('tusach_wakeups', %s)"


class PostgresListener:
    """The session in which one worker listens, from `with` on. A session that is lost raises OperationalError."""

    def __init__(self, queues: Sequence[str], *, alias: str) -> None:
        self._queues = frozenset(queues)
        self._connection: Any = connections.create_connection(alias)

    def __enter__(self) -> Self:
        with self._connection.cursor() as cursor:
            cursor.execute(LISTEN)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def wait(self, seconds: float) -> bool:
        """Wait for a wake-up, for at most so many seconds; return whether one came, also before the call."""
        deadline = time.monotonic() + seconds
        poll = select.poll()
        poll.register(self._connection.connection.fileno(), select.POLLIN)
        while poll.poll(max(deadline - time.monotonic(), 0) * 1000):
            if self._queues & self._received():
                return True
        return False

    def _received(self) -> set[str]:
        """Return the queues of all notifications that have arrived."""
        with self._connection.wrap_database_errors:
            return {notification.payload for notification in self._connection.connection.notifies(timeout=0)}


def signal(queue: str, *, alias: str) -> None:
    """Wake every worker that takes tasks from the queue, on any machine, once the open transaction is committed."""
    with connections[alias].cursor() as cursor:
        cursor.execute(NOTIFY, [queue])

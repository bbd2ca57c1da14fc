"""Servers for one test, which it may kill, restart and flush. The shared servers are never touched."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from devtools.servers.base import Server
from devtools.servers.postgres import Postgres
from devtools.servers.processes import running_pid
from devtools.servers.redis import Redis
from tests.support import databases, servers


class PrivateServer:
    """A server in its own folder; `urls` are the settings that point to it."""

    def __init__(self, kind: type[Server]) -> None:
        self._server = kind(servers.private_folder(f"{kind.name}-{uuid4().hex[:8]}"))
        self.start()
        self.urls = self._server.urls()

    def start(self) -> None:
        """Start it on the same port as before; return when it serves."""
        self._server.start()
        self._server.wait()

    def stop(self) -> None:
        """Stop it as an administrator does."""
        self._server.stop()

    def crash(self) -> None:
        """End it at once: SIGQUIT ends every session of PostgreSQL without a message, SIGKILL ends Redis."""
        pid = running_pid(self._server.folder / "pid")
        assert pid is not None
        os.kill(pid, signal.SIGQUIT if isinstance(self._server, Postgres) else signal.SIGKILL)
        self._server.stop()  # waits until it has ended

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self.stop()
        shutil.rmtree(self._server.folder)


@contextmanager
def postgres() -> Iterator[PrivateServer]:
    """Start a PostgreSQL with the product's tables, empty."""
    server = PrivateServer(Postgres)
    try:
        databases.load_dump(databases.dump(), server.urls["DATABASE_URL"])
        yield server
    finally:
        server.remove()


@contextmanager
def redis() -> Iterator[PrivateServer]:
    """Start an empty Redis."""
    server = PrivateServer(Redis)
    try:
        yield server
    finally:
        server.remove()


def flush_redis(server: PrivateServer) -> None:
    """Send FLUSHALL."""
    from redis import Redis as Client

    client: Any = Client.from_url(server.urls["CACHE_URL"])
    client.flushall()
    client.close()

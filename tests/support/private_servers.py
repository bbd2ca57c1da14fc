"""Servers for one test, which it may kill, restart and flush. The shared servers are never touched."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from devtools.servers.base import Server
from devtools.servers.postgres import Postgres, program
from devtools.servers.redis import Redis
from tests.support import databases


class PrivateServer:
    """A server in its own folder; `urls` are the settings that point to it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        server.name = f"own-{server.name}-{uuid4().hex[:8]}"
        self.start()
        self.urls = server.urls()

    def start(self) -> None:
        """Start it on the same port as before; return when it serves."""
        self._server.start()
        self._server.wait()

    def stop(self) -> None:
        """Stop it as an administrator does."""
        self._server.stop()

    def crash(self) -> None:
        """End it at once: SIGQUIT ends every session of PostgreSQL without a message, SIGKILL ends Redis."""
        sign = signal.SIGQUIT if isinstance(self._server, Postgres) else signal.SIGKILL
        pid = int((self._server.folder / "pid").read_text("utf-8").partition(" ")[0])
        os.kill(pid, sign)
        self._server.stop()  # waits until it is gone

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self.stop()
        shutil.rmtree(self._server.folder)


@contextmanager
def postgres() -> Iterator[PrivateServer]:
    """Start a PostgreSQL with the product's tables, empty."""
    own = PrivateServer(Postgres())
    migrated = databases.url_of(databases.unique_name())
    try:
        databases.create(migrated)
        said = subprocess.run([program("pg_dump"), "--no-owner", migrated], stdout=subprocess.PIPE, check=True).stdout
        fill = [program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", own.urls["DATABASE_URL"]]
        subprocess.run(fill, input=said, stdout=subprocess.DEVNULL, check=True)
        yield own
    finally:
        databases.delete(migrated)
        own.remove()


@contextmanager
def redis() -> Iterator[PrivateServer]:
    """Start an empty Redis."""
    own = PrivateServer(Redis())
    try:
        yield own
    finally:
        own.remove()


def flush_redis(own: PrivateServer) -> None:
    """Send FLUSHALL."""
    from redis import Redis as Client

    client: Any = Client.from_url(own.urls["CACHE_URL"])
    client.flushall()
    client.close()

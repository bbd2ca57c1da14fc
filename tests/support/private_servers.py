"""Servers of one test's own, which it may kill, restart and empty: never those that all tests share."""

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


class Own:
    """A server in a folder of its own; `urls` are the settings that point to it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        server.name = f"own-{server.name}-{uuid4().hex[:8]}"
        self.start()
        self.urls = server.urls()

    def start(self) -> None:
        """Start it, again on the same port; returns when it serves."""
        self._server.start()
        self._server.wait()

    def stop(self) -> None:
        """As an administrator does."""
        self._server.stop()

    def crash(self) -> None:
        """At once, whatever it was doing: PostgreSQL ends all its sessions without a word on SIGQUIT, Redis dies."""
        sign = signal.SIGQUIT if isinstance(self._server, Postgres) else signal.SIGKILL
        pid = int((self._server.folder / "pid").read_text("utf-8").partition(" ")[0])
        os.kill(pid, sign)
        self._server.stop()  # waits until it is gone

    def take_away(self) -> None:
        """Stop it and remove all that it kept."""
        self.stop()
        shutil.rmtree(self._server.folder)


@contextmanager
def postgres() -> Iterator[Own]:
    """A PostgreSQL with the product's tables, empty."""
    own = Own(Postgres())
    migrated = databases.url_of(databases.a_name())
    try:
        databases.make(migrated)
        said = subprocess.run([program("pg_dump"), "--no-owner", migrated], stdout=subprocess.PIPE, check=True).stdout
        fill = [program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", own.urls["DATABASE_URL"]]
        subprocess.run(fill, input=said, stdout=subprocess.DEVNULL, check=True)
        yield own
    finally:
        databases.take_away(migrated)
        own.take_away()


@contextmanager
def redis() -> Iterator[Own]:
    """An empty Redis."""
    own = Own(Redis())
    try:
        yield own
    finally:
        own.take_away()


def empty(own: Own) -> None:
    """As if somebody had said FLUSHALL."""
    from redis import Redis as Client

    client: Any = Client.from_url(own.urls["CACHE_URL"])
    client.flushall()
    client.close()

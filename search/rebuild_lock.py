"""The lock around a rebuild of the index: of all processes that use one database, one at a time.

On PostgreSQL it is an advisory lock of the session, which ends with the process; on SQLite a lock file.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from filelock import FileLock, Timeout

from search.errors import IndexLocked


@contextmanager
def rebuild_lock() -> Iterator[None]:
    """Hold the lock. Raise IndexLocked at once while another process holds it."""
    with _advisory_lock() if connection.vendor == "postgresql" else _lock_file():
        yield


@contextmanager
def _lock_file() -> Iterator[None]:
    lock = FileLock(Path(settings.VAR_DIR) / "rebuild.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLocked from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock() -> Iterator[None]:
    key = zlib.crc32(f"rebuild {settings.SEARCH_URL}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise IndexLocked
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])

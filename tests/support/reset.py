"""Reset the SQLite files after a test that commits: a copy of the migrated template takes a tenth of Django's flush.

A flush empties every table and then sends `post_migrate`. PostgreSQL keeps it: to drop a database takes a checkpoint.
A request that a browser has left in the live server would write, or lock a table, while they are emptied: pages leave
their sites first, and the last request is waited for.
"""

import sqlite3
import threading
from contextlib import closing
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.signals import request_finished, request_started
from django.db import connections
from django.test import TransactionTestCase

from search.models import Synonym
from sharing import key_cache
from tests.support import browsers, template

SECONDS = 20  # for the longest request
flush = TransactionTestCase._fixture_teardown
_threads: set[int] = set()
_changed = threading.Condition()
_synonyms: list[Synonym] = []


def watch_live_server() -> None:
    """Note which threads of the live server are at a request."""
    request_started.connect(_started)
    request_finished.connect(_finished)


def reset(test: Any) -> None:
    """Replace `TransactionTestCase._fixture_teardown`."""
    browsers.leave_sites()
    with _changed:
        assert _changed.wait_for(lambda: not _threads, SECONDS), "a request in the live server does not end"
    if connections["default"].vendor != "sqlite":
        flush(test)
        _fill_shipped_tables()
        return
    for name, file in zip(("default", "queue"), template.FILES, strict=True):
        connections[name].ensure_connection()
        with closing(sqlite3.connect(template.folder() / file)) as source:
            source.backup(connections[name].connection)
    ContentType.objects.clear_cache()
    key_cache.clear()


def _fill_shipped_tables() -> None:
    """Write again what the migrations ship, and the flush has deleted: the table of synonyms."""
    if not _synonyms:
        fill = import_module("search.migrations.0001_synonyms").fill
        fill(apps, SimpleNamespace(connection=connections["default"]))
        _synonyms.extend(Synonym.objects.all())
        return
    Synonym.objects.bulk_create(_synonyms)


def _started(**_details: Any) -> None:
    thread = threading.current_thread()
    if "process_request_thread" in thread.name:  # the live server's; the test client sends from other threads
        with _changed:
            _threads.add(thread.ident or 0)


def _finished(**_details: Any) -> None:
    with _changed:
        _threads.discard(threading.get_ident())
        _changed.notify_all()

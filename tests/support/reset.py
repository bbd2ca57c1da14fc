"""Reset the SQLite files after a test that commits: a copy of the migrated template takes a tenth of Django's flush.

A flush empties every table and then sends `post_migrate`. PostgreSQL keeps it: to drop a database takes a checkpoint.
"""

import sqlite3
from contextlib import closing
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.test import TransactionTestCase

from sharing import key_cache
from tests.support import template

flush = TransactionTestCase._fixture_teardown


def reset(test: Any) -> None:
    """Replace `TransactionTestCase._fixture_teardown`."""
    if connections["default"].vendor != "sqlite":
        flush(test)
        return
    for name, file in zip(("default", "queue"), template.FILES, strict=True):
        connections[name].ensure_connection()
        with closing(sqlite3.connect(template.folder() / file)) as source:
            source.backup(connections[name].connection)
    ContentType.objects.clear_cache()
    key_cache.clear()

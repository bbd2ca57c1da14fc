"""Reset the test databases after a test that commits.

Django flushes: it empties every table and then sends `post_migrate`, which takes a second. A copy of the migrated
template takes a tenth of that, and leaves the database as every other test finds it.
"""

import sqlite3
from contextlib import closing

from django.contrib.contenttypes.models import ContentType
from django.db import connections

from sharing import key_cache
from tests.support import databases, template


def restore_template() -> None:
    """Replace the content of each database by that of the migrated template."""
    for number, name in enumerate(connections):
        connection = connections[name]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(template.folder() / template.FILES[number])) as source:
                source.backup(connection.connection)
        else:
            connection.close()
            url = databases.url_of(connection.settings_dict["NAME"])
            databases.delete(url)
            databases.create(url)
    ContentType.objects.clear_cache()
    key_cache.clear()

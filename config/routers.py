"""On SQLite, the queue and the sessions live in a second file, so that they never wait for a loan nor it for them."""

from typing import Any

QUEUE_APPS = {"django_tasks_db", "sessions"}


class QueueRouter:
    """Sends the apps of the queue to the database `queue`, and all others to `default`."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The database to read from."""
        return "queue" if model._meta.app_label in QUEUE_APPS else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """Relations never cross the two files."""
        return (one._meta.app_label in QUEUE_APPS) == (other._meta.app_label in QUEUE_APPS) or None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Each table stands in one file only."""
        return (db == "queue") == (app_label in QUEUE_APPS)

"""On SQLite, the queue, the sessions and the tallies live in a second file: no loan waits for them, nor they for it."""

from typing import Any

QUEUE_APPS = {"django_tasks_db", "sessions"}
QUEUE_MODELS = {("accounts", "ratecounter")}


class QueueRouter:
    """Sends the tables of the queue to the database `queue`, and all others to `default`."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return the database to read from."""
        return "queue" if _belongs_to_queue(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """Relations never cross the two files."""
        return (self.db_for_read(one) == self.db_for_read(other)) or None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Each table stands in one file only."""
        return (db == "queue") == _belongs_to_queue(app_label, model_name)


def _belongs_to_queue(app_label: str, model_name: str | None) -> bool:
    return app_label in QUEUE_APPS or (app_label, model_name) in QUEUE_MODELS

"""On SQLite, queue, sessions and rate counters are in a second file: they and loans do not wait for each other."""

from typing import Any

QUEUE_APPS = {"django_tasks_database", "sessions"}  # labels, not modules
QUEUE_MODELS = {("accounts", "ratecounter")}


class QueueRouter:
    """Route the tables of the queue to the database `queue`, and all others to `default`."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return `queue` for its models; None lets Django choose `default`."""
        return "queue" if _belongs_to_queue(model._meta.app_label, model._meta.model_name) else None

    db_for_write = db_for_read

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool | None:
        """Allow relations inside one file."""
        return (self.db_for_read(obj1) == self.db_for_read(obj2)) or None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Create each table in one file only."""
        return (db == "queue") == _belongs_to_queue(app_label, model_name)


def _belongs_to_queue(app_label: str, model_name: str | None) -> bool:
    return app_label in QUEUE_APPS or (app_label, model_name) in QUEUE_MODELS

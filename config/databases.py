"""DATABASES and DATABASE_ROUTERS for a DATABASE_URL: SQLite in two files, or PostgreSQL with timeouts.

On SQLite, queue, sessions and rate counters are in the second file: they and loans do not wait for each other.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# SQLite: readers never wait (WAL), writers wait at their start (IMMEDIATE), a commit survives a power cut (FULL).
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
}
QUEUE_OPTIONS: dict[str, Any] = {
    **SQLITE_OPTIONS,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# PostgreSQL: a lost server is noticed within a minute; locks have the same timeout as on SQLite.
POSTGRES_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    "application_name": "tu-sach",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
LOCK_MS = 20_000
IDLE_IN_TRANSACTION_MS = 300_000  # the rows of a suspended process are unlocked after that
CONN_MAX_AGE = 600  # seconds; a connection caches the file or its knowledge of the tables

# What is in the second file of SQLite: apps by their labels, and models.
QUEUE_APPS = {"django_tasks_database", "sessions"}
QUEUE_MODELS = {("accounts", "ratecounter")}


def databases(database: dict[str, Any], var_dir: Path, *, statement_timeout: int) -> dict[str, dict[str, Any]]:
    """Return DATABASES; on SQLite the queue has a file of its own.

    `statement_timeout` is in seconds and for PostgreSQL; 0 is no limit. Raise ImproperlyConfigured for others.
    """
    if database["ENGINE"].endswith("sqlite3"):
        queue = {"ENGINE": database["ENGINE"], "NAME": str(var_dir / "queue.sqlite3"), "OPTIONS": QUEUE_OPTIONS}
        return {"default": {"CONN_MAX_AGE": CONN_MAX_AGE, **database, "OPTIONS": SQLITE_OPTIONS}, "queue": queue}
    if not database["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured(f"{database['ENGINE']} is no database of this program")
    limits = {
        "lock_timeout": LOCK_MS,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_MS,
        "statement_timeout": statement_timeout * 1000,
    }
    options = {
        **POSTGRES_OPTIONS,
        "options": " ".join(f"-c {name}={milliseconds}" for name, milliseconds in limits.items()),
        **database.get("OPTIONS", {}),
    }
    # Health checks find a connection that a restart has cut before the next request, not in it.
    persistent = {"CONN_MAX_AGE": CONN_MAX_AGE, "CONN_HEALTH_CHECKS": True}
    return {"default": {**persistent, **database, "OPTIONS": options}}


def routers(databases: dict[str, dict[str, Any]]) -> list[str]:
    """Return DATABASE_ROUTERS: one router if the queue has a file of its own."""
    return ["config.databases.QueueRouter"] if "queue" in databases else []


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

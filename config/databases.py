"""What DATABASE_URL becomes: SQLite in two files, or PostgreSQL with limits on how long anything waits."""

from pathlib import Path
from typing import Any

# SQLite: readers never wait (WAL), writers queue at once (IMMEDIATE), a loan survives a power cut (FULL).
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
}
QUEUE_OPTIONS: dict[str, Any] = {
    **SQLITE_OPTIONS,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# PostgreSQL: a server that is gone is noticed within a minute; a lock is waited for as long as on SQLite.
POSTGRES_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    "application_name": "tu-sach",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
LOCK_MS = 20_000
IDLE_IN_TRANSACTION_MS = 300_000  # whoever was stopped inside a transaction frees its rows after that
CONN_MAX_AGE = 600  # seconds; what a connection has read of the file, or been told of the tables, stays in memory


def databases(given: dict[str, Any], var_dir: Path, *, statement_timeout: int) -> dict[str, dict[str, Any]]:
    """DATABASES. The queue has a file of its own on SQLite alone; `statement_timeout` of 0 is no limit."""
    if given["ENGINE"].endswith("sqlite3"):
        queue = {"ENGINE": given["ENGINE"], "NAME": str(var_dir / "queue.sqlite3"), "OPTIONS": QUEUE_OPTIONS}
        return {"default": {"CONN_MAX_AGE": CONN_MAX_AGE, **given, "OPTIONS": SQLITE_OPTIONS}, "queue": queue}
    limits = {
        "lock_timeout": LOCK_MS,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_MS,
        "statement_timeout": statement_timeout * 1000,
    }
    options = {
        **POSTGRES_OPTIONS,
        "options": " ".join(f"-c {name}={milliseconds}" for name, milliseconds in limits.items()),
        **given.get("OPTIONS", {}),
    }
    # A connection that a restart of the server has cut is found out before the next request, not in it.
    persistent = {"CONN_MAX_AGE": CONN_MAX_AGE, "CONN_HEALTH_CHECKS": True}
    return {"default": {**persistent, **given, "OPTIONS": options}}


def routers(found: dict[str, dict[str, Any]]) -> list[str]:
    """DATABASE_ROUTERS: who goes to the second file, where there is one."""
    return ["config.routers.QueueRouter"] if "queue" in found else []

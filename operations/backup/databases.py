"""The database of the settings: what to copy, how many rows each table has, and which blobs it names."""

import os
import pwd
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backup.dumps import LIBPQ, POSTGRESQL, SQLITE, Database, dump
from operations.backup.errors import WrongUser

COUNT = "SELECT COUNT(*) FROM {}"
BLOB_TABLE = "repository_blob"
BLOB_DIGESTS = "SELECT digest FROM repository_blob"


def database(alias: str = DEFAULT_DB_ALIAS) -> Database:
    """Return the database of a connection."""
    found: dict[str, Any] = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return Database(SQLITE, path=Path(found["NAME"]))
    pairs = {
        "PGHOST": found["HOST"],
        "PGPORT": found["PORT"],
        "PGUSER": found["USER"],
        "PGPASSWORD": found["PASSWORD"],
        "PGDATABASE": found["NAME"],
        **{variable: found["OPTIONS"].get(name) for name, variable in LIBPQ.items()},
    }
    return Database(POSTGRESQL, environment={name: str(value) for name, value in pairs.items() if value})


@dataclass(frozen=True)
class Content:
    """What a copy holds: the number of rows of each table, and the digest of each blob that a row describes."""

    rows: dict[str, int]
    blobs: set[str]


def dump_to(target: Path, alias: str = DEFAULT_DB_ALIAS) -> Content:
    """Write a consistent copy and return what exactly it holds. Raises DumpError."""
    if connections[alias].vendor == "sqlite":
        dump(database(alias), target)
        with closing(sqlite3.connect(target)) as copy:
            made = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            names = [name for name in connected_tables(alias) if name in made]
            rows = {name: copy.execute(COUNT.format(f'"{name}"')).fetchone()[0] for name in names}
            blobs = copy.execute(BLOB_DIGESTS).fetchall() if BLOB_TABLE in names else []
        return Content(rows, {digest for (digest,) in blobs})
    # A connection of its own, which shows pg_dump what it sees itself.
    with closing(connections[alias].copy()) as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        dump(database(alias), target, snapshot=cursor.fetchone()[0])
        rows = _counts(connection)
        blobs = []
        if BLOB_TABLE in rows:
            cursor.execute(BLOB_DIGESTS)
            blobs = cursor.fetchall()
        cursor.execute("ROLLBACK")
    return Content(rows, {digest for (digest,) in blobs})


def row_counts(alias: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Return the number of rows of each table, whatever version of the program made them."""
    return _counts(connections[alias])


def connected_tables(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of all tables, in order."""
    return _tables(connections[alias])


def name_of(alias: str = DEFAULT_DB_ALIAS) -> str:
    """Return the name of the database for messages, without its password."""
    found = connections[alias].settings_dict
    return str(found["NAME"]) if not found["HOST"] else f"{found['HOST']}/{found['NAME']}"


def require_data_owner() -> None:
    """Raise WrongUser where this process would write files that the owner of the data folder cannot change."""
    owner = Path(settings.VAR_DIR).stat().st_uid
    if os.geteuid() != owner:
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)
        raise WrongUser(folder=settings.VAR_DIR, owner=name)


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        return sorted(found.name for found in connection.introspection.get_table_list(cursor) if found.type in "tp")


def _counts(connection: BaseDatabaseWrapper) -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in _tables(connection):
            cursor.execute(COUNT.format(connection.ops.quote_name(table)))
            counts[table] = int(cursor.fetchone()[0])
    return counts

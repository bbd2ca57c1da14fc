"""Databases on the real PostgreSQL, copied from a migrated template."""

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from filelock import FileLock
from psycopg import sql

from tests.support import servers, template

TEMPLATE = "template_tusach_"


def unique_name() -> str:
    """Return a name that no database has."""
    return servers.unique_name().replace("-", "_")


def url_of(name: str) -> str:
    """Return the DATABASE_URL of a database."""
    return urlsplit(servers.address("DATABASE_URL"))._replace(path=f"/{name}").geturl()


def create(url: str, *, like: str = "") -> None:
    """Create a database at this DATABASE_URL: migrated and empty, or a copy of another that has no session."""
    _delete_leftovers()
    _execute("CREATE DATABASE {} TEMPLATE {}", name_in(url), name_in(like) if like else template_database())


def delete(url: str) -> None:
    """Drop a database; its open sessions end."""
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_in(url))


def query(url: str, query_text: str) -> list[Any]:
    """Return the rows of a query on PostgreSQL."""
    with psycopg.connect(url) as connection:
        return connection.execute(query_text).fetchall()  # type: ignore[arg-type]


def query_file(file: Path, query_text: str) -> list[Any]:
    """Return the rows of a query on a SQLite file."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        return connection.execute(query_text).fetchall()


def name_in(url: str) -> str:
    """Return the name of the database in a DATABASE_URL."""
    return urlsplit(url).path.strip("/")


@cache
def template_database() -> str:
    """Return the name of the migrated database; migrate it first (half a minute) where it is missing."""
    name = f"{TEMPLATE}{template.digest()}"
    with FileLock(template.CACHE / f"{name}.lock"):
        if name not in _names(f"{TEMPLATE}%"):
            _migrate(f"{name}_partly")
            _execute("ALTER DATABASE {} RENAME TO {}", f"{name}_partly", name)
        _record_use(name)
        _drop_old_templates()
    return name


def _migrate(name: str) -> None:
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _execute("CREATE DATABASE {}", name)
    environment = template.environment(DATABASE_URL=url_of(name))
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=template.ROOT, env=environment, check=True)


def _record_use(name: str) -> None:
    """Store the time of the last use as a comment: PostgreSQL records none."""
    moment = sql.Literal(datetime.now(tz=UTC).isoformat())
    _run(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), moment))


def _drop_old_templates() -> None:
    used = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY shobj_description(oid, 'pg_database') DESC"
    names = [name for (name,) in _run(used, [f"{TEMPLATE}%"]) if not name.endswith("_partly")]
    for name in names[template.MAX_TEMPLATES :]:
        _execute("DROP DATABASE IF EXISTS {}", name)


@cache
def _delete_leftovers() -> None:
    for name in _names("test\\_%"):
        if servers.is_leftover(name):
            _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _names(pattern: str) -> list[str]:
    return [name for (name,) in _run("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])]


def _execute(sentence: str, *names: str) -> None:
    _run(sql.SQL(sentence).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def _run(query: Any, values: Sequence[Any] = ()) -> list[Any]:
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        cursor = connection.execute(query, values or None)
        return cursor.fetchall() if cursor.description else []

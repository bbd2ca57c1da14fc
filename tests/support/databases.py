"""Databases on the real PostgreSQL, made from one that is migrated already."""

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


def a_name() -> str:
    """A name for a database that does not exist yet."""
    return servers.a_name().replace("-", "_")


def url_of(name: str) -> str:
    """DATABASE_URL of a database."""
    return urlsplit(servers.address("DATABASE_URL"))._replace(path=f"/{name}").geturl()


def make(url: str, *, like: str = "") -> None:
    """A database at this address: migrated and empty, or a copy of another that nobody uses now."""
    _sweep()
    _say("CREATE DATABASE {} TEMPLATE {}", name_in(url), name_in(like) if like else template_of_all())


def take_away(url: str) -> None:
    """Drop it, whoever still talks to it."""
    _say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_in(url))


def rows(url: str, question: str) -> list[Any]:
    """What this database answers."""
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchall()  # type: ignore[arg-type]


def rows_of_file(file: Path, question: str) -> list[Any]:
    """What this database of SQLite answers."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        return connection.execute(question).fetchall()


def name_in(url: str) -> str:
    """The name of the database in a DATABASE_URL."""
    return urlsplit(url).path.strip("/")


@cache
def template_of_all() -> str:
    """The name of the migrated database; made where it is missing, in half a minute."""
    name = f"{TEMPLATE}{template.mark()}"
    with FileLock(template.SHELF / f"{name}.lock"):
        if name not in _names(f"{TEMPLATE}%"):
            _migrate(f"{name}_partly")
            _say("ALTER DATABASE {} RENAME TO {}", f"{name}_partly", name)
        _comment(name)
        _forget_old()
    return name


def _migrate(name: str) -> None:
    _say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _say("CREATE DATABASE {}", name)
    environment = template.environment(DATABASE_URL=url_of(name))
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=template.ROOT, env=environment, check=True)


def _comment(name: str) -> None:
    """When it was last of use: PostgreSQL notes no time of its own."""
    moment = sql.Literal(datetime.now(tz=UTC).isoformat())
    _run(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), moment))


def _forget_old() -> None:
    used = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY shobj_description(oid, 'pg_database') DESC"
    names = [name for (name,) in _run(used, [f"{TEMPLATE}%"]) if not name.endswith("_partly")]
    for name in names[template.KEPT :]:
        _say("DROP DATABASE IF EXISTS {}", name)


@cache
def _sweep() -> None:
    for name in _names("test\\_%"):
        if servers.is_left_over(name):
            _say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _names(pattern: str) -> list[str]:
    return [name for (name,) in _run("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])]


def _say(sentence: str, *names: str) -> None:
    _run(sql.SQL(sentence).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def _run(query: Any, values: Sequence[Any] = ()) -> list[Any]:
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        cursor = connection.execute(query, values or None)
        return cursor.fetchall() if cursor.description else []

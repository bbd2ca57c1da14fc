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
from psycopg import sql

from devtools.paths import ROOT
from devtools.servers.postgres import program
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
    _delete_abandoned()
    _execute("CREATE DATABASE {} TEMPLATE {}", name_in(url), name_in(like) if like else template_database())


def create_empty(url: str) -> None:
    """Create a database without any table."""
    _execute("CREATE DATABASE {}", name_in(url))


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
    """Return the name of the migrated database; load the cached dump into it where it is missing."""
    name = f"{TEMPLATE}{template.digest()}"
    with servers.lock("templates"):
        if name not in _names(f"{TEMPLATE}%"):
            draft = f"{name}_draft"
            _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", draft)
            _execute("CREATE DATABASE {}", draft)
            load_dump(dump(), url_of(draft))
            _execute("ALTER DATABASE {} RENAME TO {}", draft, name)
        _record_use(name)
        _drop_old_templates()
    return name


@cache
def dump() -> Path:
    """Return the cached SQL dump of a migrated database; migrate (half a minute) where it is missing."""
    version = program("pg_dump").parts[4]
    return template.entry(f"postgres{version}", _dump_migrated) / "dump.sql"


def load_dump(file: Path, url: str) -> None:
    """Run the statements of a dump on an empty database."""
    command = [program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-f", file, url]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def _dump_migrated(folder: Path) -> None:
    name = unique_name()
    _execute("CREATE DATABASE {}", name)
    try:
        environment = template.environment(DATABASE_URL=url_of(name))
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        command = [program("pg_dump"), "--no-owner", "--file", folder / "dump.sql", url_of(name)]
        subprocess.run(command, check=True)
    finally:
        _execute("DROP DATABASE {} WITH (FORCE)", name)


def _record_use(name: str) -> None:
    """Store the time of the last use as a comment: PostgreSQL records none."""
    moment = sql.Literal(datetime.now(tz=UTC).isoformat())
    _run(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), moment))


def _drop_old_templates() -> None:
    used = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY shobj_description(oid, 'pg_database') DESC"
    names = [name for (name,) in _run(used, [f"{TEMPLATE}%"]) if not name.endswith("_draft")]
    for name in names[template.MAX_TEMPLATES :]:
        _execute("DROP DATABASE IF EXISTS {}", name)


@cache
def _delete_abandoned() -> None:
    for name in _names("test\\_%"):
        if servers.is_abandoned(name):
            _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _names(pattern: str) -> list[str]:
    return [name for (name,) in _run("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])]


def _execute(sentence: str, *names: str) -> None:
    _run(sql.SQL(sentence).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def _run(query: Any, values: Sequence[Any] = ()) -> list[Any]:
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        cursor = connection.execute(query, values or None)
        return cursor.fetchall() if cursor.description else []

"""The copy of a database as one file, and the way back. Only the standard library: an upgrade uses it on its way back.

SQLite is copied by its own online backup, which readers and writers do not notice. PostgreSQL is written as statements
by pg_dump, compressed. Loading replaces everything in one transaction.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILES = {SQLITE: "database.sqlite3", POSTGRESQL: "database.sql.gz"}
LOCK_SECONDS = 30.0
BLOCK = 1024 * 1024
# Options of a DATABASE_URL that the programs of PostgreSQL understand, and their environment variables.
LIBPQ = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}

# Everything of ours in the schema. What belongs to an extension stays; a sequence of a column goes with its table.
DROP_ALL = """
DO $$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END
      AS kind, quote_ident(nspname) || '.' || quote_ident(relname) AS name
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('e', 'i', 'a'))
  LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', found.kind, found.name);
  END LOOP;
  FOR found IN
    SELECT pg_proc.oid::regprocedure AS name
    FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
    WHERE nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
  END LOOP;
END $$;
"""


class DumpError(Exception):
    """A program or the database refused; the text is its own message."""


@dataclass(frozen=True)
class Database:
    """What is copied: a file of SQLite, or a database of PostgreSQL as the environment of its programs."""

    kind: str
    path: Path = Path()
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of its dump."""
        return FILES[self.kind]


def database_at(url: str, *, default_file: Path) -> Database:
    """Return the database of a DATABASE_URL; "" is the SQLite file of the data folder."""
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        return Database(SQLITE, path=Path(f"/{unquote(parts.path).lstrip('/')}") if url else default_file)
    pairs = {
        "PGHOST": parts.hostname,
        "PGPORT": str(parts.port) if parts.port else "",
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        **{LIBPQ[name]: value for name, value in parse_qsl(parts.query) if name in LIBPQ},
    }
    return Database(POSTGRESQL, environment={name: value for name, value in pairs.items() if value})


def dump(database: Database, target: Path, *, snapshot: str = "") -> None:
    """Write a consistent copy; of PostgreSQL, of what the transaction that exported this snapshot sees.

    Raises DumpError.
    """
    if database.kind == SQLITE:
        _copy_sqlite(database.path, target)
        with closing(sqlite3.connect(target)) as copy:  # one file, which needs no log beside it to be read
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    command = ["pg_dump", "--format=plain", "--no-owner", "--no-privileges"]
    if snapshot:
        command.append(f"--snapshot={snapshot}")
    with _started(command, database, stdout=subprocess.PIPE) as (process, errors):
        assert process.stdout is not None
        with gzip.open(target, "wb", compresslevel=6) as file:
            shutil.copyfileobj(process.stdout, file, BLOCK)
        _finish(process, errors)


def load(database: Database, source: Path) -> None:
    """Replace everything in the database by the copy, or nothing. Raises DumpError."""
    if database.kind == SQLITE:
        database.path.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(source, database.path)
        return
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null"]
    with _started(command, database, stdin=subprocess.PIPE) as (process, errors):
        assert process.stdin is not None
        try:
            process.stdin.write(DROP_ALL.encode())
            with gzip.open(source, "rb") as file:
                shutil.copyfileobj(file, process.stdin, BLOCK)
        except BrokenPipeError:  # psql has refused a statement and says which
            pass
        except (OSError, EOFError) as damaged:  # the file ends too early: psql must not commit
            process.kill()
            raise DumpError(f"{source}: {damaged}") from damaged
        _finish(process, errors)


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise DumpError(f"{source}: no such file")
    try:
        with (
            closing(
                sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=LOCK_SECONDS)
            ) as original,
            closing(sqlite3.connect(target, timeout=LOCK_SECONDS)) as copy,
        ):
            original.backup(copy)
            if (problem := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise DumpError(f"{source}: {problem}")
    except sqlite3.Error as error:
        raise DumpError(f"{source}: {error}") from error


@contextmanager
def _started(
    command: list[str], database: Database, *, stdin: int | None = None, stdout: int | None = None
) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    """Start a program of PostgreSQL; its messages go to a temporary file, so that no full pipe stops it."""
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command,
                env={**os.environ, "LC_ALL": "C.UTF-8", **database.environment},
                stdin=stdin if stdin is not None else subprocess.DEVNULL,
                stdout=stdout,
                stderr=errors,
            )
        except FileNotFoundError as missing:
            raise DumpError(f"{command[0]} is missing. Run: sudo apt-get install postgresql-client") from missing
        try:
            yield process, errors
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def _finish(process: "subprocess.Popen[bytes]", errors: IO[bytes]) -> None:
    """Wait for the program. Raises DumpError with its last message."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
    if process.wait():
        errors.seek(0)
        lines = errors.read().decode(errors="replace").strip().splitlines()
        reasons = [line for line in lines if "error:" in line.lower() or "fatal:" in line.lower()]
        raise DumpError((reasons or lines or [f"status {process.returncode}"])[0])

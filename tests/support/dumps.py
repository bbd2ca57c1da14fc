"""The whole content of database and store as values that can be compared to the byte."""

import hashlib
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from operations.backup.dumps import SQLITE, Database
from repository.store.access_checks import OWNER_KEY
from repository.store.protocol import Store

RANDOM = ("\\restrict", "\\unrestrict")  # lines of pg_dump with a new word in each run


def statements(database: Database) -> list[str]:
    """Return the SQL statements that make every table and row of the database."""
    if database.kind == SQLITE:
        with closing(sqlite3.connect(database.path)) as connection:
            return list(connection.iterdump())
    ended = subprocess.run(
        ["pg_dump", "--no-owner", "--no-privileges"],
        env={"PATH": "/usr/bin:/bin", **database.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return [_same_spelling(line) for line in ended.stdout.splitlines() if not line.startswith(RANDOM)]


def _same_spelling(line: str) -> str:
    """Return a condition without casts and brackets: PostgreSQL spells those of an array anew when it reads its own."""
    if "ARRAY[" not in line or not line.lstrip().startswith(("CREATE ", "CONSTRAINT ")):
        return line
    return re.sub(r"::(?:text|character varying)(?:\[\])?|[()]", "", line)


def digests(store: Store) -> dict[str, str]:
    """Return the SHA-256 of every object by its key."""
    found = {}
    for item in store.list_objects():
        if item.key != OWNER_KEY:
            with store.open(item.key) as content:
                found[item.key] = hashlib.sha256(content.read()).hexdigest()
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""The files of SQLite: created with a mode that keeps other users of the machine out."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

MODE = 0o640  # they hold names and sessions of pupils; the group may make copies
OTHERS = 0o007


def sqlite_files(databases: Mapping[str, Mapping[str, Any]]) -> list[Path]:
    """Return the files of the SQLite databases of DATABASES, with those that SQLite writes beside them."""
    names = [str(database["NAME"]) for database in databases.values() if database["ENGINE"].endswith("sqlite3")]
    return [Path(f"{name}{end}") for name in names for end in ("", "-wal", "-shm")]


def close_to_others(databases: Mapping[str, Mapping[str, Any]]) -> None:
    """Create the files with MODE, which SQLite gives to those beside them, and correct the mode of existing ones.

    What another user owns or what lies in a missing folder stays as it is: health checks report it.
    """
    for path in sqlite_files(databases):
        with suppress(OSError):
            if not path.exists() and not path.name.endswith(("-wal", "-shm")):
                path.touch(mode=MODE)
            if path.exists() and path.stat().st_mode & OTHERS:
                path.chmod(MODE)

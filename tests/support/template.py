"""A database with every migration done, made once for each set of migrations: doing them again takes half a minute."""

import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
FILES = ("db.sqlite3", "queue.sqlite3")
SHELF = ROOT / "var" / "test-templates"
SERVICES = ("DATABASE_URL", "OBJECT_STORE_URL", "SEARCH_URL", "TASKS_URL", "CACHE_URL")
PREFIX = "sqlite-"
KEPT = 12  # several branches in turn need not be made anew


@cache
def template() -> Path:
    """The folder that holds the migrated files."""
    folder = SHELF / f"{PREFIX}{mark()}"
    SHELF.mkdir(parents=True, exist_ok=True)
    with FileLock(SHELF / f"{folder.name}.lock"):
        if not folder.is_dir():
            _make(folder)
        os.utime(folder)
    return folder


def fill(var_dir: Path) -> None:
    """Put the migrated files into a folder of data."""
    for name in FILES:
        shutil.copyfile(template() / name, var_dir / name)


def environment(**settings: str) -> dict[str, str]:
    """The environment of a process on the embedded set, but for these settings."""
    others = {name: value for name, value in os.environ.items() if name not in SERVICES}
    # Tests at the other processes of the run are no readers: no worker need wait for them.
    return {**others, "DJANGO_SETTINGS_MODULE": "config.settings", "WORKER_NICENESS": "0", **settings}


@cache
def mark() -> str:
    """What the migrated files depend on."""
    whole = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for file in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/apps.py"), *ROOT.glob("*/signals.py")]):
        whole.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def _make(folder: Path) -> None:
    draft = folder.with_name(f"{folder.name}.partly")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for database in ("default", "queue"):
        command = [sys.executable, "manage.py", "migrate", "--database", database, "-v0"]
        subprocess.run(command, cwd=ROOT, env=environment(VAR_DIR=str(draft)), check=True)
    draft.rename(folder)
    for old in sorted(SHELF.glob(f"{PREFIX}*"), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)

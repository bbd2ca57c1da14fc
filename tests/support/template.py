"""A migrated database, made once for each set of migrations: to migrate takes half a minute."""

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
CACHE = ROOT / "var" / "test-templates"
SERVICE_SETTINGS = ("DATABASE_URL", "OBJECT_STORE_URL", "SEARCH_URL", "TASKS_URL", "CACHE_URL")
PREFIX = "sqlite-"
MAX_TEMPLATES = 12  # enough for several branches in turn


@cache
def folder() -> Path:
    """Return the folder with the migrated files; migrate them first where they are missing."""
    migrated = CACHE / f"{PREFIX}{digest()}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / f"{migrated.name}.lock"):
        if not migrated.is_dir():
            _create(migrated)
        os.utime(migrated)
    return migrated


def copy_into(var_dir: Path) -> None:
    """Copy the migrated files into a data folder."""
    for name in FILES:
        shutil.copyfile(folder() / name, var_dir / name)


def environment(**settings: str) -> dict[str, str]:
    """Return the environment variables of a process on the embedded set, with these settings added."""
    others = {name: value for name, value in os.environ.items() if name not in SERVICE_SETTINGS}
    # Niceness 0: the other pytest processes are not web requests, which workers yield to.
    return {**others, "DJANGO_SETTINGS_MODULE": "config.settings", "WORKER_NICENESS": "0", **settings}


@cache
def digest() -> str:
    """Return a digest of everything that the migrated files depend on."""
    whole = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for file in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/apps.py"), *ROOT.glob("*/signals.py")]):
        whole.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def _create(target: Path) -> None:
    draft = target.with_name(f"{target.name}.partly")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for database in ("default", "queue"):
        command = [sys.executable, "manage.py", "migrate", "--database", database, "-v0"]
        subprocess.run(command, cwd=ROOT, env=environment(VAR_DIR=str(draft)), check=True)
    draft.rename(target)
    for old in sorted(CACHE.glob(f"{PREFIX}*"), key=lambda path: path.stat().st_mtime, reverse=True)[MAX_TEMPLATES:]:
        shutil.rmtree(old, ignore_errors=True)

"""A migrated database, made once for each set of migrations and cached for every checkout: to migrate takes 30 s."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from devtools.cache import cache_dir, cached
from devtools.paths import ROOT

FILES = ("db.sqlite3", "queue.sqlite3")
CACHE = cache_dir() / "templates"
SERVICE_SETTINGS = ("DATABASE_URL", "OBJECT_STORE_URL", "SEARCH_URL", "TASKS_URL", "CACHE_URL")
MAX_TEMPLATES = 24  # several branches in several checkouts
# Words of files that decide, beside migrations, what is created.
MIGRATION_CODE = (b"post_migrate", b"CREATE TRIGGER", b"def allow_migrate")


@cache
def folder() -> Path:
    """Return the folder with the migrated files; migrate them first where they are missing."""
    return entry("sqlite", _migrate)


def entry(kind: str, build: Callable[[Path], None]) -> Path:
    """Return the cached template of this kind for today's migrations; build it where it is missing, delete old ones."""
    template = cached(CACHE / f"{kind}-{digest()}", build)
    os.utime(template)
    finished = (path for path in CACHE.glob(f"{kind}-*/") if path.suffix != ".draft")  # another process fills a draft
    others = sorted(finished, key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[MAX_TEMPLATES:]:
        shutil.rmtree(old, ignore_errors=True)
    return template


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
    """Return a digest of everything that a migrated database depends on."""
    whole = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for file in sorted(ROOT.glob("[a-z]*/**/*.py")):
        content = file.read_bytes()
        path = file.relative_to(ROOT)
        if path.parts[0] in {"tests", "bench", "devtools", "demo", "node_modules", "var"}:
            continue
        if "migrations" in path.parts or any(word in content for word in MIGRATION_CODE):
            whole.update(str(path).encode() + content)
    return whole.hexdigest()[:16]


def _migrate(target: Path) -> None:
    with tempfile.TemporaryDirectory() as var_dir:
        for database in ("default", "queue"):
            command = [sys.executable, "manage.py", "migrate", "--database", database, "-v0"]
            subprocess.run(command, cwd=ROOT, env=environment(VAR_DIR=var_dir), check=True)
        for name in FILES:
            shutil.move(Path(var_dir) / name, target / name)

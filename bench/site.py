"""A separate site for one measurement: fresh folder and database, one school, warm workers."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from devtools import services
from tests.support import template

TIMEOUT_SECONDS = 1800  # seconds; the maximum time of one measurement
LOOK_EVERY = 0.1  # seconds between two polls, which cost time, too


@contextmanager
def site(**settings: str) -> Iterator[Any]:
    """Yield the school of a new, migrated site, which is deleted at the end. Call it before anything of Django."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=_home()))
    given = {name: value for name, value in settings.items() if value}
    os.environ.update(VAR_DIR=str(folder), DJANGO_SETTINGS_MODULE="config.settings", **given)
    try:
        if "DATABASE_URL" in given:
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
        else:
            template.copy_into(folder)
        import django

        django.setup()
        yield _school()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database_address(kind: str) -> Iterator[str]:
    """Yield the URL of an empty database on the PostgreSQL of `make services`, dropped afterwards; empty for SQLite."""
    if kind == "sqlite":
        yield ""
        return
    import psycopg

    server, name = server_address("DATABASE_URL"), f"bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def server_address(setting: str) -> str:
    """Return the address of the server that this setting points to; start the server for this run if none is set."""
    return os.environ.get(setting) or services.address(setting)


def until(done: Callable[[], bool]) -> None:
    """Poll until `done` returns true. Raises TimeoutError."""
    end = time.monotonic() + TIMEOUT_SECONDS
    while not done():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(LOOK_EVERY)


def _school() -> Any:
    from django.utils import timezone

    from accounts import actions
    from accounts.models import School
    from sharing.viewer import visitor

    return actions.create_school(
        code="bench", name="Trường đo tốc độ", kind=School.Kind.SCHOOL, by=visitor(now=timezone.now())
    )


def _home() -> Path:
    home = Path("var/bench").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return home

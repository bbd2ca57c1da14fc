"""A site of its own for one measurement: fresh folder and database, one school, workers that are warm."""

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

PATIENCE = 1800  # seconds; nothing measured here may take longer
LOOK_EVERY = 0.1  # looking costs, too


@contextmanager
def site() -> Iterator[Any]:
    """The school of a new site whose database is migrated; gone afterwards. Call it before anything of Django."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=_home()))
    os.environ.update(VAR_DIR=str(folder), DJANGO_SETTINGS_MODULE="config.settings")
    try:
        for command in (["migrate"], ["migrate", "--database", "queue"]):
            subprocess.run([sys.executable, "manage.py", *command, "--verbosity", "0"], check=True)
        import django

        django.setup()
        yield _school()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def until(done: Callable[[], bool]) -> None:
    """Look again and again until it is done; raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(LOOK_EVERY)


def _school() -> Any:
    from django.utils import timezone

    from accounts import actions
    from accounts.models import School
    from sharing.viewer import visitor

    return actions.found_school(
        code="bench", name="Trường đo tốc độ", kind=School.Kind.SCHOOL, by=visitor(now=timezone.now())
    )


def _home() -> Path:
    home = Path("var/bench").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return home

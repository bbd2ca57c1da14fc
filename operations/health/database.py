"""Checks of the database: it responds, every migration has run, its clock agrees with ours."""

import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import InternalError, OperationalError, ProgrammingError, connection, connections, router, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from operations.health.checks import Issue, LazyMessage, Level
from operations.models import Installation
from operations.sqlite_files import OTHERS, sqlite_files

# Messages of PostgreSQL that need an operator; all others (starting, too many sessions, no answer) pass by themselves.
REFUSED = re.compile(r'authentication failed|no password supplied|role ".*" does not exist|no pg_hba\.conf entry')
NO_DATABASE = re.compile(r'database ".*" does not exist')
MIN_FREE_BYTES = 1_000_000  # with less, SQLite cannot create its temporary files
LOCK_WAIT_MS = 500
CLOCK_WARNING, CLOCK_ERROR = timedelta(seconds=5), timedelta(seconds=60)


def reachable() -> Iterator[Issue]:
    """Run a query on each database."""
    for alias in settings.DATABASES:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
        except OperationalError as error:
            yield _unreachable(connections[alias].settings_dict, str(error).lower())
            return


def migrated() -> Iterator[Issue]:
    """Check that every migration of this version has run, and none of a newer version."""
    for alias in settings.DATABASES:
        loader = MigrationLoader(connections[alias])
        applied = set(loader.applied_migrations)
        installed = {config.label for config in apps.get_app_configs()}
        unknown = {key for key in applied if key[0] in installed and key not in loader.disk_migrations}
        newer = {key for key in unknown if _is_local_app(key[0])}
        replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
        if set(loader.graph.nodes) - applied:
            options = "" if alias == "default" else f" --database {alias}"
            yield Issue(
                "migrations_missing",
                Level.ERROR,
                LazyMessage(_("The database “%(name)s” is not up to date: a migration has not been run."), name=alias),
                LazyMessage(_("Run: python manage.py migrate%(words)s"), words=options),
                LazyMessage(_("Nothing is lost; nothing has been changed yet.")),
                blocks_start=True,
            )
        elif newer - replaced:
            yield Issue(
                "database_newer",
                Level.ERROR,
                LazyMessage(_("The database belongs to a newer version of this program.")),
                LazyMessage(
                    _("Start the newer version again, or restore the backup that was made before the upgrade.")
                ),
                LazyMessage(_("Nothing has been changed.")),
                blocks_start=True,
            )


def writable() -> Iterator[Issue]:
    """Write to each database, without a change: one that can only be read shows pages and accepts nothing."""
    for alias in settings.DATABASES:
        try:
            _write(alias)
        except (OperationalError, InternalError, ProgrammingError) as error:
            if "locked" in str(error):  # another process writes: so one can
                continue
            yield _readonly(is_file=connections[alias].vendor == "sqlite")
            return


def private() -> Iterator[Issue]:
    """Check that other users of this machine cannot read the files of SQLite."""
    for path in sqlite_files(settings.DATABASES):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
            yield Issue(
                "database_open",
                Level.ERROR,
                LazyMessage(_("Other users of this machine can read the database.")),
                LazyMessage(_("Run: chmod 640 %(path)s"), path=path),
            )


def clock() -> Iterator[Issue]:
    """Compare the clocks of this machine and of PostgreSQL: loans and agreements end by the clock of each machine."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        server_time: datetime = cursor.fetchone()[0]
    difference = abs(timezone.now() - server_time)
    if difference > CLOCK_WARNING:
        yield Issue(
            "clock_apart",
            Level.ERROR if difference > CLOCK_ERROR else Level.WARNING,
            LazyMessage(
                _("The clock of this machine differs by %(seconds)d seconds from that of the database server."),
                seconds=difference.total_seconds(),
            ),
            LazyMessage(_("Synchronise both with a time server (timedatectl set-ntp true).")),
        )


def _write(alias: str) -> None:
    """Run an update of no row, which needs the right to write. Raise OperationalError or InternalError."""
    with _short_wait(alias), transaction.atomic(using=alias):
        if alias == router.db_for_write(Session):
            Session.objects.using(alias).filter(pk="").update(session_data="")
        else:
            Installation.objects.using(alias).filter(pk=0).update(number=0)
        transaction.set_rollback(True, using=alias)


@contextmanager
def _short_wait(alias: str) -> Iterator[None]:
    """Wait for the lock of SQLite for LOCK_WAIT_MS only, not as long as a request does."""
    if connections[alias].vendor != "sqlite":
        yield
        return
    with connections[alias].cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _readonly(*, is_file: bool) -> Issue:
    """Return the issue of a database that refuses writing; a server may be promoted from a replica in a moment."""
    sentence = _("The database cannot be written to.")
    if is_file:
        hint = _("Give this program's user permission to write to the files of the database and to their folder.")
    else:
        hint = _("Check whether the server is a read-only replica, and the rights of the user of DATABASE_URL.")
    return _issue("readonly", sentence, hint, blocks_start=is_file)


def _is_local_app(label: str) -> bool:
    return "site-packages" not in apps.get_app_config(label).path


def _is_full(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free < MIN_FREE_BYTES


def _unreachable(database: dict[str, Any], message: str) -> Issue:
    """Return the issue for an error message, in lower case, of a database of DATABASES."""
    if database["ENGINE"].endswith("sqlite3"):
        if _is_full(Path(database["NAME"]).parent):
            return _issue(
                "full",
                _("The disk of the database is full."),
                _("Free some space on it, or move the folder to a larger disk."),
            )
        return _issue(
            "unreachable",
            _("The database file cannot be opened."),
            _("Give this user permission to read and write the file and folder of DATABASE_URL or VAR_DIR."),
            blocks_start=True,
        )
    if NO_DATABASE.search(message):
        return _issue(
            "missing",
            _("The database server has no database with this name."),
            _("Create it (createdb), or set the right name at the end of DATABASE_URL."),
            blocks_start=True,
        )
    if REFUSED.search(message):
        return _issue(
            "refused",
            _("The database server rejects the user or the password."),
            _("Set the right user and password in DATABASE_URL."),
            blocks_start=True,
        )
    return _issue(
        "unreachable",
        _("The database server is not responding."),
        _("Start it, or set its right address in DATABASE_URL."),
    )


def _issue(code: str, message: Promise, hint: Promise, *, blocks_start: bool = False) -> Issue:
    unaffected = LazyMessage(_("Stored data is not affected."))
    return Issue(
        f"database_{code}", Level.ERROR, LazyMessage(message), LazyMessage(hint), unaffected, blocks_start=blocks_start
    )

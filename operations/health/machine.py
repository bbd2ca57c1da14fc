"""Checks of the machine: disks, external programs, isolation of parsers, the secret key, backups."""

import errno
import os
import pwd
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ingest.checks import isolation, programs
from operations.health.checks import Issue, LazyMessage, Level
from operations.sqlite_files import sqlite_files
from repository import media_storage
from workers import start_reports

GIGABYTE = 10**9
FREE_ERROR, FREE_WARNING = 1 * GIGABYTE, 10 * GIGABYTE
MIN_KEY_LENGTH = 40
MAX_BACKUP_AGE = 3 * 24 * 3600  # seconds
LAST_BACKUP = "last_backup"  # in VAR_DIR, touched by the script that makes backups


def disk_space() -> Iterator[Issue]:
    """Check the free space of the folders that we write to, once for each disk."""
    seen: set[int] = set()
    for name, folder in _folders().items():
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if existing.stat().st_dev in seen:
            continue
        seen.add(existing.stat().st_dev)
        free = shutil.disk_usage(existing).free
        if free < FREE_WARNING:
            yield Issue(
                "disk_full" if free < FREE_ERROR else "disk_filling",
                Level.ERROR if free < FREE_ERROR else Level.WARNING,
                LazyMessage(_("The disk of %(name)s has only %(free).1f GB left."), name=name, free=free / GIGABYTE),
                LazyMessage(_("Free some space, or move the folder to a larger disk.")),
                LazyMessage(_("Stored data is safe; uploads are rejected before the disk is full.")),
            )


def folders_writable() -> Iterator[Issue]:
    """Write a file in each folder of ours."""
    for name, folder in _folders().items():
        if folder.exists() and not _accepts_files(folder):
            yield Issue(
                "folder_closed",
                Level.ERROR,
                LazyMessage(_("The folder of %(name)s is not writable."), name=name),
                LazyMessage(
                    _("Give this program's user permission to write there: chown -R USER %(path)s"), path=folder
                ),
                blocks_start=True,
            )
            return


def one_owner() -> Iterator[Issue]:
    """Check that all our files belong to one user: a restore or a command may have been run by root."""
    owner = owner_of(Path(settings.VAR_DIR))
    foreign = next((path for path in _owned() if owner_of(path) != owner and _is_closed(path)), None)
    if foreign is not None:
        yield Issue(
            "folder_mixed",
            Level.ERROR,
            LazyMessage(_("%(path)s does not belong to the user to whom VAR_DIR belongs."), path=foreign),
            LazyMessage(
                _("Run: chown -R %(user)s %(path)s – and run manage.py as this user."),
                user=_user_name(owner),
                path=settings.VAR_DIR,
            ),
        )


def owner_of(path: Path) -> int:
    """Return the id of the user to whom a file belongs."""
    return path.lstat().st_uid


def external_tools() -> Iterator[Issue]:
    """Check ffmpeg, the language data of Tesseract, and the isolation of processes that parse uploads.

    Where workers have started on this machine, their own report counts (`queues.starts_are_sound`): this process may
    run outside their service, or in one that has other rights.
    """
    for message in [] if _workers_have_reported() else [*programs(), *isolation()]:
        level = Level.ERROR if message.level >= checks.ERROR else Level.WARNING
        yield Issue(str(message.id), level, LazyMessage(message.msg), LazyMessage(message.hint or ""))


def _workers_have_reported() -> bool:
    try:
        return any(report.host == start_reports.this_host() for report in start_reports.current(timezone.now()))
    except DatabaseError:  # the checks of the database say why
        return False


def secret_key() -> Iterator[Issue]:
    """Check that the key is long, is not the example, and is readable by its owner only."""
    if len(settings.SECRET_KEY) < MIN_KEY_LENGTH or settings.SECRET_KEY.startswith(("change", "thay-")):
        yield Issue(
            "secret_weak",
            Level.ERROR,
            LazyMessage(_("SECRET_KEY is too short or is the example key: sign-ins could be forged.")),
            LazyMessage(_("Remove it from the environment (the program creates one) or set 50 random characters.")),
        )
    key_file = Path(settings.VAR_DIR) / "secret_key"
    if key_file.exists() and stat.S_IMODE(key_file.stat().st_mode) & 0o077:
        yield Issue(
            "secret_open",
            Level.ERROR,
            LazyMessage(_("Other users of this machine can read the file of the secret key.")),
            LazyMessage(_("Run: chmod 600 %(path)s"), path=key_file),
        )


def recent_backup() -> Iterator[Issue]:
    """Check the age of the mark that the administrator's backup script leaves."""
    mark = Path(settings.VAR_DIR) / LAST_BACKUP
    hint = LazyMessage(
        _("Make one: sudo make backup, or manage.py backup. A script of your own ends with: touch %(path)s"), path=mark
    )
    if not mark.exists():
        yield Issue("backup_unknown", Level.NOTE, LazyMessage(_("No backup is known.")), hint)
    elif time.time() - mark.stat().st_mtime > MAX_BACKUP_AGE:
        yield Issue("backup_late", Level.WARNING, LazyMessage(_("The last backup is older than three days.")), hint)


def media_of_older_version() -> Iterator[Issue]:
    """Check whether pictures of pages are left where version 0.1 had them; they are in the store since."""
    left = len(list(media_storage.files_of_older_version()))
    if left:
        yield Issue(
            "media_left",
            Level.WARNING,
            LazyMessage(_("This machine has %(count)d pictures of pages outside the file store."), count=left),
            LazyMessage(_("Move them: python manage.py move_media")),
            LazyMessage(_("Those that “migrate” has copied are shown.")),
        )


def _folders() -> dict[str, Path]:
    folders = {
        "VAR_DIR": Path(settings.VAR_DIR),
        "VAR_DIR/spool": Path(settings.FILE_UPLOAD_TEMP_DIR),
        "METRICS_DIR": Path(settings.METRICS_DIR),
    }
    for name, scheme in (("OBJECT_STORE_URL", "file"), ("SEARCH_URL", "tantivy"), ("CACHE_URL", "filecache")):
        parts = urlsplit(getattr(settings, name))
        if parts.scheme == scheme:
            folders[name] = Path(unquote(parts.path))
    return folders


def _owned() -> Iterator[Path]:
    """Yield our files and folders, and what lies in the store and in its folders; VAR_DIR may have those of others."""
    own = [*_folders().values(), *sqlite_files(settings.DATABASES)]
    own += [Path(settings.VAR_DIR) / name for name in ("secret_key", "static", "wakeups")]
    yield from (path for path in own if path.exists())
    store = _folders().get("OBJECT_STORE_URL")
    for folder in (store, *(store.iterdir() if store and store.is_dir() else ())):
        if folder and folder.is_dir():
            yield from folder.iterdir()


def _accepts_files(folder: Path) -> bool:
    """Return whether a file can be created there; a full disk is another check's matter."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b".")
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return True


def _is_closed(path: Path) -> bool:
    """Return whether this user cannot write there; root cannot tell, to whom all is open."""
    return os.geteuid() == 0 or not os.access(path, os.W_OK)


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)

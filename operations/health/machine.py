"""Checks of the machine: disks, external programs, isolation of parsers, the secret key, backups."""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext_lazy as _

from ingest.checks import isolation, programs
from operations.health.checks import Issue, LazyMessage, Level

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


def data_dir_writable() -> Iterator[Issue]:
    """Check that VAR_DIR is writable."""
    if not os.access(settings.VAR_DIR, os.R_OK | os.W_OK | os.X_OK):
        yield Issue(
            "folder_closed",
            Level.ERROR,
            LazyMessage(_("The folder VAR_DIR is not writable.")),
            LazyMessage(_("Give this program's user permission to write there, or set another folder in VAR_DIR.")),
            blocks_start=True,
        )


def external_tools() -> Iterator[Issue]:
    """Check ffmpeg, the language data of Tesseract, and the isolation of processes that parse uploads."""
    for message in [*programs(), *isolation()]:
        level = Level.ERROR if message.level >= checks.ERROR else Level.WARNING
        yield Issue(str(message.id), level, LazyMessage(message.msg), LazyMessage(message.hint or ""))


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
        _("Make one (docs/howto/administer.md says how) and let the script end with: touch %(path)s"), path=mark
    )
    if not mark.exists():
        yield Issue("backup_unknown", Level.NOTE, LazyMessage(_("No backup is known.")), hint)
    elif time.time() - mark.stat().st_mtime > MAX_BACKUP_AGE:
        yield Issue("backup_late", Level.WARNING, LazyMessage(_("The last backup is older than three days.")), hint)


def _folders() -> dict[str, Path]:
    folders = {"VAR_DIR": Path(settings.VAR_DIR), "VAR_DIR/spool": Path(settings.FILE_UPLOAD_TEMP_DIR)}
    for name in ("OBJECT_STORE_URL", "SEARCH_URL"):
        parts = urlsplit(getattr(settings, name))
        if parts.scheme in ("file", "tantivy"):
            folders[name] = Path(unquote(parts.path))
    return folders

"""The machine: room on its disks, programs, walls around readers, the secret key, backups."""

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

from config.health.finding import Finding, Level, Sentence
from ingest.checks import programs, walls

GIGABYTE = 10**9
ROOM_ERROR, ROOM_WARNING = 1 * GIGABYTE, 10 * GIGABYTE
SHORTEST_KEY = 40
BACKUP_LATE = 3 * 24 * 3600  # seconds
LAST_BACKUP = "last_backup"  # in VAR_DIR, touched by the script that makes backups


def room() -> Iterator[Finding]:
    """Free space where we write, each disk once."""
    seen: set[int] = set()
    for name, folder in _folders().items():
        above = next(place for place in (folder, *folder.parents) if place.exists())
        if above.stat().st_dev in seen:
            continue
        seen.add(above.stat().st_dev)
        free = shutil.disk_usage(above).free
        if free < ROOM_WARNING:
            yield Finding(
                "disk_full" if free < ROOM_ERROR else "disk_filling",
                Level.ERROR if free < ROOM_ERROR else Level.WARNING,
                Sentence(_("The disk of %(name)s has only %(free).1f GB left."), name=name, free=free / GIGABYTE),
                Sentence(_("Free some space, or move the folder to a larger disk.")),
                Sentence(_("Stored data is safe; uploads are rejected before the disk is full.")),
            )


def writable() -> Iterator[Finding]:
    """The folder of data takes our files."""
    if not os.access(settings.VAR_DIR, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            "folder_closed",
            Level.ERROR,
            Sentence(_("The folder VAR_DIR is not writable.")),
            Sentence(_("Give this program's user permission to write there, or set another folder in VAR_DIR.")),
            stops=True,
        )


def tools() -> Iterator[Finding]:
    """Language data of Tesseract, ffmpeg, and the walls around those who read foreign files."""
    for message in [*programs(), *walls()]:
        level = Level.ERROR if message.level >= checks.ERROR else Level.WARNING
        yield Finding(str(message.id), level, Sentence(message.msg), Sentence(message.hint or ""))


def secret() -> Iterator[Finding]:
    """The key is long, is not the one of the example, and nobody else on this machine reads it."""
    if len(settings.SECRET_KEY) < SHORTEST_KEY or settings.SECRET_KEY.startswith(("change", "thay-")):
        yield Finding(
            "secret_weak",
            Level.ERROR,
            Sentence(_("SECRET_KEY is too short or is the example key: sign-ins could be forged.")),
            Sentence(_("Remove it from the environment (the program creates one) or set 50 random characters.")),
        )
    kept = Path(settings.VAR_DIR) / "secret_key"
    if kept.exists() and stat.S_IMODE(kept.stat().st_mode) & 0o077:
        yield Finding(
            "secret_open",
            Level.ERROR,
            Sentence(_("Other users of this machine can read the file of the secret key.")),
            Sentence(_("Run: chmod 600 %(path)s"), path=kept),
        )


def backups() -> Iterator[Finding]:
    """Whether the administrator's script has left its mark lately."""
    mark = Path(settings.VAR_DIR) / LAST_BACKUP
    todo = Sentence(
        _("Make one (docs/howto/administer.md says how) and let the script end with: touch %(path)s"), path=mark
    )
    if not mark.exists():
        yield Finding("backup_unknown", Level.NOTE, Sentence(_("No backup is known.")), todo)
    elif time.time() - mark.stat().st_mtime > BACKUP_LATE:
        yield Finding("backup_late", Level.WARNING, Sentence(_("The last backup is older than three days.")), todo)


def _folders() -> dict[str, Path]:
    found = {"VAR_DIR": Path(settings.VAR_DIR), "VAR_DIR/spool": Path(settings.FILE_UPLOAD_TEMP_DIR)}
    for name in ("OBJECT_STORE_URL", "SEARCH_URL"):
        parts = urlsplit(getattr(settings, name))
        if parts.scheme in ("file", "tantivy"):
            found[name] = Path(unquote(parts.path))
    return found

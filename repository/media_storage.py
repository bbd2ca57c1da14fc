"""The storage of pictures of pages (Wagtail's files): objects of the store, which backups take and all machines share.

django-storages was looked at: it would be a second connection to the bucket with settings of its own, and none to a
folder. Files of version 0.1 lie in VAR_DIR/media; `manage.py move_media` moves them.
"""

import mimetypes
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from repository.store import store
from repository.store.errors import KeyMissing, KeyTaken, StoreError
from repository.store.keys import media_key

IN_MEMORY = 8 * 1024 * 1024  # bytes; larger files are spooled to the disk while they are read


@deconstructible
class MediaStorage(Storage):
    """Django's interface to the store. Writing raises StoreError; reading raises OSError, which Wagtail expects."""

    def _open(self, name: str, mode: str = "rb") -> File:
        """Open a file, which can be sought as image libraries do. Raise FileNotFoundError, or OSError without store."""
        try:
            source = store().open(media_key(name))
            return File(source if source.seekable() else _seekable(source), name=name)
        except KeyMissing as error:
            raise FileNotFoundError(name) from error
        except StoreError as error:
            raise OSError(f"{name}: {error.detail}") from error

    def _save(self, name: str, content: File) -> str:
        """Store a file; where another process has just taken the name, under another."""
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        content.seek(0)
        try:
            store().put(media_key(name), cast(Any, content), content_type=content_type)
        except KeyTaken:
            return self._save(self.get_available_name(name), content)
        return name

    def exists(self, name: str) -> bool:
        """Return whether there is such a file."""
        return store().exists(media_key(name))

    def delete(self, name: str) -> None:
        """Delete a file. Idempotent."""
        store().remove(media_key(name))

    def size(self, name: str) -> int:
        """Return the size in bytes. Raise FileNotFoundError."""
        try:
            return store().size(media_key(name))
        except KeyMissing as error:
            raise FileNotFoundError(name) from error

    def url(self, name: str | None) -> str:
        """Return the address; portal/views.py decides what it serves."""
        return f"{settings.MEDIA_URL}{quote(name or '')}"


def folder_of_older_version() -> Path:
    """Return the folder in which version 0.1 had the pictures of pages."""
    return Path(settings.VAR_DIR) / "media"


def files_of_older_version() -> Iterator[Path]:
    """Yield the files that this machine still has there."""
    return (path for path in sorted(folder_of_older_version().rglob("*")) if path.is_file())


def copy_from_older_version() -> tuple[int, list[str]]:
    """Copy each of these files to the store, under its name in the database. Idempotent. Raise StoreError.

    Return the number of files that are in the store, and the names under which the store has another file: on two web
    machines people could send two files under one name.
    """
    count, taken = 0, []
    for path in files_of_older_version():
        name = path.relative_to(folder_of_older_version()).as_posix()
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        try:
            with path.open("rb") as file:
                store().put(media_key(name), file, content_type=content_type)
            count += 1
        except KeyTaken:
            taken.append(name)
    return count, taken


def _seekable(source: IO[bytes]) -> IO[bytes]:
    spooled: IO[bytes] = cast(IO[bytes], SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  the caller closes it
    with source:
        shutil.copyfileobj(source, spooled)
    spooled.seek(0)
    return spooled

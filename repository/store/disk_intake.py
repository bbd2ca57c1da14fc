"""Uploads in parts on disk: each part a file of its own, joined when all are there."""

import hashlib
import shutil
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from repository.store.disk import DiskStore, make_durable, sync_folder
from repository.store.errors import StoreFull, UploadBroken, UploadUnknown
from repository.store.keys import incoming_key
from repository.store.protocol import Part

_UPLOADS = ".uploads"
_HEADROOM = 64 * 1024 * 1024  # left for the database and the logs


class DiskIntake:
    """Parts wait in a folder for each upload, beside the objects."""

    def __init__(self, store: DiskStore) -> None:
        self.store = store

    def start(self, name: str, size: int) -> str:
        """See Intake.start; the bytes are there twice for a moment, when the parts are joined."""
        upload_id = str(uuid.uuid4())
        folder = self.store.root / _UPLOADS / upload_id
        folder.mkdir(parents=True)
        if shutil.disk_usage(folder).free < 2 * size + _HEADROOM:
            folder.rmdir()
            raise StoreFull(name)
        return upload_id

    def part(self, upload_id: str, number: int, data: bytes) -> Part:
        """See Intake.part."""
        folder = self._folder(upload_id)
        if not folder.is_dir():
            raise UploadUnknown(upload_id)
        with self.store.draft() as (draft, file):
            file.write(data)
            make_durable(file)
            draft.rename(folder / str(number))
        sync_folder(folder)
        return Part(number, hashlib.sha256(data).hexdigest())

    def finish(self, upload_id: str, parts: Sequence[Part]) -> str:
        """See Intake.finish."""
        folder = self._folder(upload_id)
        key = incoming_key(uuid.UUID(upload_id))
        if not folder.is_dir():
            if self.store.exists(key):
                return key
            raise UploadUnknown(upload_id)
        with self.store.draft() as (draft, file):
            for part in sorted(parts, key=lambda part: part.number):
                file.write(_read(folder / str(part.number), part.tag))
            make_durable(file)
            self.store.place(draft, self.store.root / key)
        shutil.rmtree(folder, ignore_errors=True)
        return key

    def abort(self, upload_id: str) -> None:
        """See Intake.abort."""
        shutil.rmtree(self._folder(upload_id), ignore_errors=True)

    def unfinished(self, *, before: datetime) -> Iterator[str]:
        """See Intake.unfinished."""
        for folder in sorted((self.store.root / _UPLOADS).glob("*")):
            if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < before:
                yield folder.name

    def _folder(self, upload_id: str) -> Path:
        try:
            return self.store.root / _UPLOADS / str(uuid.UUID(upload_id))
        except ValueError as wrong:
            raise UploadUnknown(upload_id) from wrong


def _read(path: Path, tag: str) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as missing:
        raise UploadBroken(path.name) from missing
    if hashlib.sha256(data).hexdigest() != tag:
        raise UploadBroken(path.name)
    return data

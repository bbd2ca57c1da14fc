"""Uploads in parts on disk: each part is written at its offset in one file, which becomes the object."""

import fcntl
import hashlib
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from repository.store.disk import DiskStore, make_durable, sync_folder, translating_errors
from repository.store.errors import StoreFull, UploadBroken, UploadUnknown
from repository.store.keys import incoming_key
from repository.store.parts import check_whole
from repository.store.protocol import PART_SIZE, Part

_UPLOADS = ".uploads"
_BYTES = "bytes"
_HEADROOM = 64 * 1024 * 1024  # left for the database and the logs


class DiskIntake:
    """A folder for each upload, beside the objects: the bytes, and a note with the digest of each durable part.

    Delete the note before writing a part again; write it after the bytes are on the disk: a note is true whenever the
    process dies.
    """

    def __init__(self, store: DiskStore) -> None:
        self.store = store

    def start(self, name: str, size: int) -> str:
        """See Intake.start."""
        upload_id = str(uuid.uuid4())
        folder = self.store.root / _UPLOADS / upload_id
        with translating_errors(name):
            folder.mkdir(parents=True)
            if shutil.disk_usage(folder).free < size + _HEADROOM:
                folder.rmdir()
                raise StoreFull(name)
            (folder / _BYTES).touch()
            for made in (folder, folder.parent, self.store.root):
                sync_folder(made)
        return upload_id

    def part(self, upload_id: str, number: int, data: bytes) -> Part:
        """See Intake.part."""
        if number < 1 or len(data) > PART_SIZE:
            raise UploadBroken(f"part {number} of {len(data)} bytes")
        folder, part = self._folder(upload_id), Part(number, hashlib.sha256(data).hexdigest(), len(data))
        with translating_errors(upload_id), self._alone(folder) as file:
            (folder / str(number)).unlink(missing_ok=True)
            sync_folder(folder)
            file.seek((number - 1) * PART_SIZE)
            file.write(data)
            make_durable(file)
            self._note(folder, part)
        return part

    def address(self, upload_id: str, number: int, size: int, *, md5: str, seconds: int) -> str:
        """See Intake.address; a browser cannot write to this machine's disk."""
        return ""

    def parts(self, upload_id: str) -> list[Part]:
        """See Intake.parts."""
        folder = self._folder(upload_id)
        if not (folder / _BYTES).exists():
            raise UploadUnknown(upload_id)
        notes = [note for note in folder.iterdir() if note.name.isdecimal()]
        return sorted((_noted(note) for note in notes), key=lambda part: part.number)

    def finish(self, upload_id: str, parts: Sequence[Part], *, size: int) -> str:
        """See Intake.finish; the file gets its key and is never written to again."""
        folder, key = self._folder(upload_id), self.key(upload_id)
        if self.store.exists(key):
            shutil.rmtree(folder, ignore_errors=True)
            return key
        ordered = check_whole(parts, size) if folder.is_dir() else []
        with translating_errors(upload_id), self._alone(folder) as file:
            if [part for part in self.parts(upload_id) if part.number <= len(ordered)] != ordered:
                raise UploadBroken(upload_id)
            file.truncate(size)  # a part may have been longer before it was sent again
            make_durable(file)
            self.store.place(folder / _BYTES, self.store.root / key)
            shutil.rmtree(folder, ignore_errors=True)
        return key

    def key(self, upload_id: str) -> str:
        """See Intake.key."""
        return incoming_key(uuid.UUID(self._folder(upload_id).name))

    def abort(self, upload_id: str) -> None:
        """See Intake.abort."""
        folder = self._folder(upload_id)
        with suppress(UploadUnknown), self._alone(folder):
            shutil.rmtree(folder, ignore_errors=True)

    def unfinished(self, *, before: datetime) -> Iterator[str]:
        """See Intake.unfinished."""
        for folder in sorted((self.store.root / _UPLOADS).glob("*")):
            try:
                touched = folder.stat().st_mtime
            except FileNotFoundError:  # finished in this moment
                continue
            if datetime.fromtimestamp(touched, UTC) < before:
                yield folder.name

    @contextmanager
    def _alone(self, folder: Path) -> Iterator[BinaryIO]:
        """Lock the bytes of the upload: two browsers may send the same part."""
        path = folder / _BYTES
        try:
            file = path.open("r+b")
        except FileNotFoundError as gone:
            raise UploadUnknown(folder.name) from gone
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not path.exists():  # finished or aborted while we waited: these bytes are an object now
                raise UploadUnknown(folder.name)
            yield file

    def _note(self, folder: Path, part: Part) -> None:
        draft = folder / f".{part.number}"
        with draft.open("wb") as file:
            file.write(f"{part.tag} {part.size}".encode())
            make_durable(file)
        draft.rename(folder / str(part.number))
        sync_folder(folder)

    def _folder(self, upload_id: str) -> Path:
        try:
            return self.store.root / _UPLOADS / str(uuid.UUID(upload_id))
        except ValueError as wrong:
            raise UploadUnknown(upload_id) from wrong


def _noted(note: Path) -> Part:
    tag, size = note.read_text("ascii").split()
    return Part(int(note.name), tag, int(size))

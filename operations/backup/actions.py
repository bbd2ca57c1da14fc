"""Make a backup, and bring one back. These functions act for no person; who may run commands on this machine may."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from operations.backup import dumps, manifest
from operations.backup.databases import database, dump_to, name_of, row_counts
from operations.backup.errors import AlreadyRunning, Damaged, DatabaseRefused, Incomplete, OtherDatabase
from operations.backup.manifest import Manifest
from operations.backup.objects import Copied, copy_missing, listed
from operations.health.machine import LAST_BACKUP
from repository.media_storage import folder_of_older_version
from repository.store import store
from repository.store.disk import DiskStore
from repository.store.keys import blob_key
from repository.store.protocol import StoredObject

FILES, MEDIA, SECRET, DRAFT = "files", "media", "secret_key", ".draft"


@dataclass(frozen=True)
class Backup:
    """A finished backup: its folder, its manifest, what was copied into the mirror."""

    folder: Path
    manifest: Manifest
    copied: Copied


def make_backup(folder: Path, *, now: datetime, keep: int, with_files: bool = True) -> Backup:
    """Copy the database, then every object that the mirror lacks; delete all but the newest `keep` snapshots.

    Raises BackupError, StoreError and OSError; an unfinished snapshot is no snapshot.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder):
        draft = folder / DRAFT
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        ours = database()
        try:
            content = dump_to(draft / ours.file)
        except dumps.DumpError as error:
            raise DatabaseRefused(problem=error) from error
        _write_secret(draft / SECRET, settings.SECRET_KEY)
        copied, found = _copy_files(folder, draft) if with_files else (Copied(), (0, 0))
        made = Manifest(
            format=manifest.FORMAT,
            made_at=now.isoformat(),
            kind=ours.kind,
            dump_sha256=manifest.sha256(draft / ours.file),
            rows=content.rows,
            objects=found[0],
            object_bytes=found[1],
            missing=_not_stored(draft, content.blobs) if with_files else [],
        )
        made.write(draft)
        target = folder / now.astimezone(UTC).strftime(manifest.TIME_FORMAT)
        _publish(draft, target)
        if with_files:
            _prune(folder, keep)
            (Path(settings.VAR_DIR) / LAST_BACKUP).touch()
    return Backup(target, made, copied)


def restore_backup(folder: Path) -> tuple[Manifest, Copied]:
    """Replace the database by the snapshot's and bring back every object that the store lacks.

    Nothing is changed unless the dump is intact. The tables are those of the version that made it: migrate next.
    """
    found = manifest.read(folder)
    ours = database()
    if found.kind != ours.kind:
        raise OtherDatabase(theirs=found.kind, ours=ours.kind)
    dump = folder / ours.file
    if not dump.is_file() or manifest.sha256(dump) != found.dump_sha256:
        raise Damaged(file=dump)
    connections.close_all()
    try:
        dumps.load(ours, dump)
    except dumps.DumpError as error:
        raise DatabaseRefused(problem=error) from error
    counts = row_counts()
    if wrong := [table for table, number in found.rows.items() if counts.get(table) != number]:
        raise Incomplete(tables=", ".join(sorted(wrong)))
    _write_secret(Path(settings.VAR_DIR) / SECRET, (folder / SECRET).read_text("utf-8"))
    return found, _bring_files_back(folder)


def summary() -> dict[str, object]:
    """Return what a restore would replace: the name of the database, its people and its resources."""
    counts = row_counts()
    return {
        "name": name_of(),
        "people": counts.get("accounts_person", 0),
        "resources": counts.get("repository_resource", 0),
    }


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise AlreadyRunning(folder=folder) from taken
        yield


def _copy_files(folder: Path, draft: Path) -> tuple[Copied, tuple[int, int]]:
    """Bring the mirror up to date; return what was copied, and number and bytes of all objects."""
    seen: list[tuple[str, int]] = []

    def recorded() -> Iterator[StoredObject]:
        for item in listed(store()):
            seen.append((item.key, item.size))
            yield item

    copied = copy_missing(store(), DiskStore(folder / FILES), recorded())
    found = manifest.write_objects(draft, seen)
    media = folder_of_older_version()
    if media.is_dir():
        shutil.copytree(media, folder / MEDIA, dirs_exist_ok=True)
    return copied, found


def _bring_files_back(folder: Path) -> Copied:
    """Copy the objects of a snapshot, and the media, back to where they are missing."""
    mirror = DiskStore(folder.parent / FILES)
    if not (folder / manifest.OBJECTS).is_file():  # the database alone
        return Copied()
    wanted = dict(manifest.read_objects(folder))
    copied = copy_missing(mirror, store(), (item for item in mirror.list_objects() if item.key in wanted))
    if (folder.parent / MEDIA).is_dir():
        shutil.copytree(folder.parent / MEDIA, folder_of_older_version(), dirs_exist_ok=True)
    return copied


def _not_stored(draft: Path, blobs: set[str]) -> list[str]:
    """Return the digests that the database names and the store does not list."""
    keys = {key for key, _size in manifest.read_objects(draft)}
    return sorted(digest for digest in blobs if blob_key(digest) not in keys)


def _write_secret(target: Path, secret: str) -> None:
    """Write the secret key, readable by its owner only."""
    draft = target.with_name(f"{target.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secret)
    draft.replace(target)


def _publish(draft: Path, target: Path) -> None:
    """Give a finished snapshot its name; two in one second replace each other."""
    for file in draft.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _prune(folder: Path, keep: int) -> None:
    """Delete old snapshots, then the objects of the mirror that none of the others lists."""
    for old in manifest.snapshots(folder)[: -max(keep, 1)]:
        shutil.rmtree(old)
    wanted: set[str] = set()
    for snapshot in manifest.snapshots(folder):
        with suppress(FileNotFoundError):  # of the database alone
            wanted |= {key for key, _size in manifest.read_objects(snapshot)}
    mirror = DiskStore(folder / FILES)
    for item in list(mirror.list_objects()):
        if item.key not in wanted:
            mirror.remove(item.key)

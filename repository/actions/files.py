"""Writes of blobs and files: bytes in the store become part of a resource."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from access.viewer import Viewer
from repository.index_changes import Part, mark_changed
from repository.models import Blob, Cue, Resource, ResourceFile


@dataclass(frozen=True)
class FileToAttach:
    """A file of a resource: its role, its position among files of that role, its name and further details."""

    role: ResourceFile.Role
    blob: Blob
    name: str
    content_type: str
    position: int = 0
    details: dict[str, Any] | None = None


@dataclass(frozen=True)
class CueToSave:
    """Words spoken from `start_ms` to `end_ms` (milliseconds)."""

    start_ms: int
    end_ms: int
    text: str


def register_blob(*, digest: str, size: int, content_type: str, by: Viewer) -> Blob:
    """Return the row of the bytes stored under this digest; create it at the first call."""
    blob, made = Blob.objects.get_or_create(
        digest=digest,
        defaults={"size": size, "content_type": content_type, "stored_at": by.now},
    )
    if made or blob.unreferenced_since is None or Blob.objects.filter(pk=digest).update(unreferenced_since=None):
        blob.unreferenced_since = None
        return blob
    # Another writer deleted the row between the two queries; SQLite allows only one writer.
    return register_blob(digest=digest, size=size, content_type=content_type, by=by)


@transaction.atomic
def attach_file(resource: Resource, *, file: FileToAttach, by: Viewer) -> ResourceFile:
    """Attach the file; replace the one in the same role and position. Idempotent, so that a step may run twice."""
    attached, _made = ResourceFile.objects.update_or_create(
        resource=resource,
        role=file.role,
        position=file.position,
        defaults={
            "blob": file.blob,
            "name": file.name,
            "content_type": file.content_type,
            "details": file.details or {},
        },
    )
    if file.role == ResourceFile.Role.COVER:
        _forget_small_cover(resource, of=file.blob.pk)
    mark_changed(resource, Part.RECORD, now=by.now)
    return attached


@transaction.atomic
def detach_file(file: ResourceFile, *, by: Viewer) -> None:
    """Remove a file and its cues from its resource; its blob goes after the grace time."""
    resource, has_cues = file.resource, file.cues.exists()
    file.delete()
    if file.role == ResourceFile.Role.COVER:
        _forget_small_cover(resource)
    mark_changed(resource, Part.RECORD, *([Part.CUES] if has_cues else []), now=by.now)


def _forget_small_cover(resource: Resource, of: str = "") -> None:
    """Remove the small copy of the cover unless it is that of this digest; a worker makes the next one."""
    resource.files.filter(role=ResourceFile.Role.SMALL_COVER).exclude(name=of).delete()


@transaction.atomic
def save_cues(file: ResourceFile, *, cues: Sequence[CueToSave], by: Viewer) -> None:
    """Replace the cues of a recording."""
    file.cues.all().delete()
    Cue.objects.bulk_create(
        Cue(
            file=file,
            resource_id=file.resource_id,
            position=n,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            text=cue.text,
        )
        for n, cue in enumerate(cues)
    )
    mark_changed(file.resource, Part.CUES, now=by.now)


def copy_files(source: Resource, copied: Resource) -> None:
    """Attach the same blobs and cues to the copy of a resource."""
    for file in source.files.all():
        cues: Iterable[Cue] = list(file.cues.all())
        file.pk, file.uuid, file.resource = None, uuid.uuid4(), copied
        file.save(force_insert=True)
        for cue in cues:
            cue.pk, cue.file, cue.resource = None, file, copied
        Cue.objects.bulk_create(cues)

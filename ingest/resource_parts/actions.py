"""Writes of single parts of a resource, while a librarian waits; parsers read every file in their sandbox."""

import shutil
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from ingest.errors import PartTooLarge
from ingest.filenames import clean_name
from ingest.parsers import parser_pool
from ingest.parsers.ipc import Message
from ingest.pipeline.job import store_bytes
from repository import actions as catalogue
from repository.actions.files import CueToSave, FileToAttach
from repository.models import Page, Resource, ResourceFile
from repository.queries import require_permission
from repository.store import store
from repository.store.keys import blob_key

Role = ResourceFile.Role
SECONDS = 60  # longest silence of the parser
MAX_CAPTIONS_MB, MAX_PICTURE_MB = 5, 50
VTT_TYPE, JPEG = "text/vtt", "image/jpeg"


def add_captions(resource: Resource, *, source: BinaryIO, name: str, language: str, by: Viewer) -> ResourceFile:
    """Add captions (WebVTT or SRT) of a language, or replace those it has in this language.

    Raise BadCaptions, PartTooLarge, NotFound for those who may not edit.
    """
    require_permission(by, Action.EDIT, resource)
    name = clean_name(name)
    values, (vtt,) = _parsed(source, "read_captions", limit=MAX_CAPTIONS_MB, name=name)
    blob = store_bytes(vtt, VTT_TYPE, by=by)
    with transaction.atomic():
        file = FileToAttach(Role.CAPTIONS, blob, name, VTT_TYPE, _place(resource, language), {"language": language})
        attached = catalogue.attach_file(resource, file=file, by=by)
        catalogue.save_cues(attached, cues=[CueToSave(*cue) for cue in values["cues"]], by=by)
        record("resource.captions", by=by, target=resource.uuid, language=language, name=name)
    return attached


@transaction.atomic
def remove_captions(file: ResourceFile, *, by: Viewer) -> None:
    """Remove captions with their lines in the transcript and in search. Raise NotFound for those who may not edit."""
    require_permission(by, Action.EDIT, file.resource)
    details = {"language": file.details.get("language", ""), "name": file.name}
    catalogue.detach_file(file, by=by)
    record("resource.captions_removed", by=by, target=file.resource.uuid, **details)


def use_page_as_cover(resource: Resource, *, page: Page, by: Viewer) -> None:
    """Make the image of a page the cover. Raise NotFound for those who may not edit."""
    require_permission(by, Action.EDIT, resource)
    assert page.image is not None
    with store().open(blob_key(page.image.blob_id)) as source:
        _set_cover(resource, source, by)


def use_picture_as_cover(resource: Resource, *, picture: BinaryIO, by: Viewer) -> None:
    """Make an uploaded picture the cover. Raise a BadInput, NotFound for those who may not edit."""
    require_permission(by, Action.EDIT, resource)
    _set_cover(resource, picture, by)


@transaction.atomic
def remove_cover(resource: Resource, *, by: Viewer) -> None:
    """Remove the cover: lists show one that is typeset from the title. Raise NotFound for those who may not edit."""
    require_permission(by, Action.EDIT, resource)
    for file in resource.files.filter(role=Role.COVER):
        catalogue.detach_file(file, by=by)
        record("resource.cover", by=by, target=resource.uuid)


def _set_cover(resource: Resource, source: BinaryIO, by: Viewer) -> None:
    size, (data,) = _parsed(source, "cover", limit=MAX_PICTURE_MB)
    blob = store_bytes(data, JPEG, by=by)
    with transaction.atomic():
        catalogue.attach_file(
            resource, file=FileToAttach(Role.COVER, blob, "cover.jpg", JPEG, details=dict(size)), by=by
        )
        record("resource.cover", by=by, target=resource.uuid)


def _parsed(source: BinaryIO, job: str, *, limit: int, **arguments: str) -> Message:
    """Return what a parser makes of a file of at most `limit` megabytes. Raise a BadInput."""
    with parser_pool.scratch() as folder, parser_pool.parser() as parser:
        path = folder / "part"
        _write(source, path, limit)
        (answer,) = parser.ask(job, seconds=SECONDS, path=str(path), **arguments)
        return answer


def _write(source: BinaryIO, path: Path, limit: int) -> None:
    with path.open("wb") as target:
        shutil.copyfileobj(source, target)
    if path.stat().st_size > limit * 1024**2:
        raise PartTooLarge(limit=limit)


def _place(resource: Resource, language: str) -> int:
    """Return the position of the captions of this language, or the next free one."""
    files = list(resource.files.filter(role=Role.CAPTIONS))
    same = [file.position for file in files if file.details.get("language", "") == language]
    return same[0] if same else max((file.position for file in files), default=-1) + 1

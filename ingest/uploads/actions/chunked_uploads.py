"""Writes of files that a browser sends in parts: start, store parts, finish, abort.

The browser starts with all its files, sends the parts of each in any order and as often as needed, then finishes or
aborts the file. Every request is idempotent: the rows know which files are under way, the intake knows their parts.
Library considered: Uppy's S3 plugin sends no Content-MD5 and needs a bundler.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum

from access.viewer import Viewer
from accounts.errors import NotFound, UserFacingError
from accounts.models import School
from ingest.errors import TooManyAtOnce, TooManyUnfinished
from ingest.events import records_announced, records_received
from ingest.filenames import clean_name
from ingest.models import FileGroup, IncomingFile, Upload
from ingest.uploads.actions import uploads
from ingest.uploads.actions.incoming import MAX_UPLOAD_BYTES, ReceivedFile, store_bundle
from ingest.uploads.bundling import LazyFile
from ingest.uploads.file_groups import AnnouncedFile, group_files
from ingest.uploads.queries import unfinished_files_of
from repository.queries import require_staff
from repository.store import intake, store
from repository.store.errors import UploadBroken, UploadUnknown
from repository.store.parts import count, size_of
from sharing.viewer import system_viewer
from workers import fault_injection

logger = logging.getLogger(__name__)
Purpose = FileGroup.Purpose

MAX_FILES = 2_000  # in one request
MAX_UNFINISHED_FILES = 10_000  # of one school
MAX_UNFINISHED_BYTES = 200 * 1024**3
URL_SECONDS = 3600  # a slow connection needs time for a part of 8 MB
TOUCH_INTERVAL = timedelta(seconds=30)  # so that not every part writes a row


class _Selection(NamedTuple):
    """What was chosen together in a browser."""

    book: str
    purpose: str
    school: School
    submission: UUID
    by: Viewer


@transaction.atomic
def start(
    files: Sequence[AnnouncedFile], *, book: str, school: School, by: Viewer, purpose: str = ""
) -> list[IncomingFile]:
    """Return an incoming file for each announced one, in order: the user's own that is under way, or a new one.

    A file is recognised by name, size and fingerprint. An empty or too large file becomes a refused upload at once.
    With the title of a `book`, page pictures become one upload. `purpose`: a value of FileGroup.Purpose. Raises
    TooManyAtOnce, TooManyUnfinished, and what a receiver of `records_announced` raises.
    """
    require_staff(by, school.pk)
    if len(files) > MAX_FILES:
        raise TooManyAtOnce(limit=MAX_FILES)
    School.objects.select_for_update().get(pk=school.pk)  # so that two requests at once cannot pass the quota
    under_way = defaultdict(list)
    for announced in files if purpose == Purpose.RECORDS else ():
        records_announced.send(None, size=announced.size, by=by)
    for file in unfinished_files_of(by, purpose):
        under_way[AnnouncedFile(file.name, file.size, file.fingerprint)].append(file)
    existing = {index: under_way[file].pop(0) for index, file in enumerate(files) if under_way[file]}
    new = [file for index, file in enumerate(files) if index not in existing]
    _check_quota(new, school)
    created = iter(_create(new, _Selection(book, purpose, school, uuid4(), by)))
    return [existing.get(index) or next(created) for index in range(len(files))]


def received_parts(file: IncomingFile) -> list[int]:
    """Return the numbers, from 1, of the parts that need not be sent again.

    A file whose parts the intake has lost starts anew.
    """
    if file.key:
        return _all_parts(file)
    if not file.intake_id:
        return []
    try:
        return [part.number for part in intake().parts(file.intake_id)]
    except UploadUnknown:
        return _parts_after_loss(file)


def part_url(file: IncomingFile, number: int, *, md5: str, by: Viewer) -> str:
    """Return the URL to which the browser may PUT this part with this Content-MD5; empty if it must send it to us.

    Raises UploadBroken for a number that the file does not have.
    """
    size = size_of(number, file.size)
    return intake().address(_intake_id(file, by.now), number, size, md5=md5, seconds=URL_SECONDS)


def store_part(file: IncomingFile, number: int, data: bytes, *, by: Viewer) -> None:
    """Store a part durably."""
    intake().part(_intake_id(file, by.now), number, data)
    fault_injection.point("upload.part-stored")


def finish(file: IncomingFile, *, by: Viewer) -> Upload | None:
    """Join the parts of a file; return the upload if this was the last file of its group, also when asked again.

    Raises UploadBroken if a part is missing; `received_parts` lists those that are stored.
    """
    if not file.key:
        _touch(file.group, by.now)
        key = _assemble(file)
        fault_injection.point("upload.assembled")
        IncomingFile.objects.filter(pk=file.pk).update(key=key)
        fault_injection.point("upload.recorded")
    return create_upload_when_complete(file.group, by=by)


def create_upload_when_complete(group: FileGroup, *, by: Viewer) -> Upload | None:
    """Create the upload of a group whose files have all arrived; return it, or None while a file is missing."""
    files = list(group.files.all())
    if not files or not all(file.key for file in files):
        return None
    if group.received_at:
        return group.upload
    if group.purpose == Purpose.RECORDS:
        for file in files:
            _hand_over(file, by)
        return None
    received = _received(group, files)
    fault_injection.point("upload.bundled")
    with transaction.atomic():
        locked = FileGroup.objects.select_for_update().filter(pk=group.pk).first()
        if locked is None or locked.received_at:  # another request was faster
            return locked.upload if locked else None
        upload = uploads.create_uploads(received, school=group.school, by=by, submission=group.submission)[0]
        FileGroup.objects.filter(pk=group.pk).update(received_at=by.now, touched_at=by.now, upload=upload)
        fault_injection.point("upload.received")
    if group.book:
        for file in files:
            store().remove(file.key)
    return upload


def _hand_over(file: IncomingFile, by: Viewer) -> None:
    """Give a file of records to those who take it; it is deleted if they refuse it. Raises their reason."""
    try:
        with transaction.atomic():
            locked = FileGroup.objects.select_for_update().filter(pk=file.group_id, received_at=None).first()
            if locked is None:  # another request was faster
                return
            FileGroup.objects.filter(pk=locked.pk).update(received_at=by.now, touched_at=by.now)
            records_received.send(None, file=file, by=by)
    except UserFacingError:
        abort(file, by=by)
        raise


def abort(file: IncomingFile, *, by: Viewer) -> None:
    """Delete the file and its parts; the other files of its group continue. An upload is cancelled elsewhere."""
    if file.group.received_at:
        return
    IncomingFile.objects.filter(pk=file.pk).delete()
    fault_injection.point("upload.deleted")
    delete_stored(file)
    if file.group.files.exists():
        create_upload_when_complete(file.group, by=by)
    else:
        FileGroup.objects.filter(pk=file.group_id).delete()


def complete_stalled(group: FileGroup, *, now: datetime) -> None:
    """Create the upload of a complete group whose last request died, in the name of the librarian who sent it."""
    try:
        create_upload_when_complete(group, by=replace(system_viewer(group.school_id, now=now), membership=group.by_id))
    except UserFacingError as refusal:  # of records; nobody waits for the answer
        logger.warning("file group %s is refused: %s", group.uuid, refusal.code)


def delete_stored(file: IncomingFile) -> None:
    """Delete what the store holds of an incoming file whose row is deleted."""
    if file.key:
        store().remove(file.key)
    elif file.intake_id:
        intake().abort(file.intake_id)


def _check_quota(new: Sequence[AnnouncedFile], school: School) -> None:
    unfinished = IncomingFile.objects.filter(group__school=school, group__received_at=None)
    size = unfinished.aggregate(size=Sum("size"))["size"] or 0
    size += sum(file.size for file in new if file.size <= MAX_UPLOAD_BYTES)
    if unfinished.count() + len(new) > MAX_UNFINISHED_FILES or size > MAX_UNFINISHED_BYTES:
        raise TooManyUnfinished(files=MAX_UNFINISHED_FILES, gigabytes=MAX_UNFINISHED_BYTES // 1024**3)


def _create(new: Sequence[AnnouncedFile], selection: _Selection) -> list[IncomingFile]:
    """Create the rows of these files and return them in the same order."""
    created: dict[int, IncomingFile] = {}
    for file in new:
        if not 0 < file.size <= MAX_UPLOAD_BYTES:
            created[id(file)] = _refuse(file, selection)
    fitting = [file for file in new if id(file) not in created]
    for planned in group_files(fitting, book=selection.book):
        group = _create_group(selection, book=planned.book)
        for file in planned.files:
            created[id(file)] = _create_file(group, file)
    fault_injection.point("upload.started")
    return [created[id(file)] for file in new]


def _refuse(file: AnnouncedFile, selection: _Selection) -> IncomingFile:
    _book, _purpose, school, submission, by = selection
    received = [ReceivedFile(clean_name(file.name), "", file.size)]
    (upload,) = uploads.create_uploads(received, school=school, by=by, submission=submission)
    return _create_file(_create_group(selection, received_at=by.now, upload=upload), file)


def _create_group(
    selection: _Selection, *, book: str = "", received_at: datetime | None = None, upload: Upload | None = None
) -> FileGroup:
    return FileGroup.objects.create(
        school=selection.school,
        by_id=selection.by.membership,
        submission=selection.submission,
        book=book,
        purpose=selection.purpose,
        touched_at=selection.by.now,
        received_at=received_at,
        upload=upload,
    )


def _create_file(group: FileGroup, file: AnnouncedFile) -> IncomingFile:
    return IncomingFile.objects.create(group=group, name=file.name, size=file.size, fingerprint=file.fingerprint)


def _intake_id(file: IncomingFile, now: datetime) -> str:
    """Return the intake's name of the file, starting it with its first part. Raises NotFound for an aborted file."""
    if file.group.touched_at < now - TOUCH_INTERVAL:
        _touch(file.group, now)
    if file.intake_id:
        return file.intake_id
    started = intake().start(file.name, file.size)
    fault_injection.point("upload.intake-begun")
    if IncomingFile.objects.filter(pk=file.pk, intake_id="").update(intake_id=started):
        return started
    intake().abort(started)  # the request of another part was faster, or the file was aborted
    current = IncomingFile.objects.filter(pk=file.pk).values_list("intake_id", flat=True).first()
    if not current:
        raise NotFound
    return current


def _touch(group: FileGroup, now: datetime) -> None:
    FileGroup.objects.filter(pk=group.pk, touched_at__lt=now).update(touched_at=now)


def _parts_after_loss(file: IncomingFile) -> list[int]:
    """Return all parts if they were joined and only the answer was lost; else start the file anew."""
    try:
        intake().finish(file.intake_id, [], size=file.size)
    except UploadUnknown:
        IncomingFile.objects.filter(pk=file.pk, intake_id=file.intake_id).update(intake_id="")
        return []
    return _all_parts(file)


def _all_parts(file: IncomingFile) -> list[int]:
    return list(range(1, count(file.size) + 1))


def _assemble(file: IncomingFile) -> str:
    """Join the parts in the intake and return the key of the object."""
    if not file.intake_id:
        raise UploadBroken("nothing was sent")
    try:
        parts = intake().parts(file.intake_id)
    except UploadUnknown:  # joined already, and only the answer was lost
        parts = []
    return intake().finish(file.intake_id, parts, size=file.size)


def _received(group: FileGroup, files: Sequence[IncomingFile]) -> list[ReceivedFile]:
    """Return the received files of a complete group; the pictures of a book as one ZIP file, read one by one."""
    if not group.book:
        return [ReceivedFile(clean_name(file.name), file.key, file.size) for file in files]
    return [store_bundle(group.book, [(file.name, LazyFile(partial(store().open, file.key))) for file in files])]

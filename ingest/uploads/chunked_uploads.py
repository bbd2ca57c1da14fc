"""All writes of files on their way from a browser: announced, sent part by part, joined, received, given up.

Announce, then for each file: its parts in any order, each as often as needed; finish; or give up. Every step may be
asked for again. What the browser forgets the rows know, and which parts are there the store knows.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from ingest.errors import TooManyAtOnce, TooManyUnfinished
from ingest.models import FileGroup, IncomingFile, Upload
from ingest.uploads import actions
from ingest.uploads.actions import MAX_UPLOAD_BYTES, ReceivedFile
from ingest.uploads.bundling import LazyStoreFile, bundle_pictures
from ingest.uploads.file_groups import AnnouncedFile, group_files
from ingest.uploads.filenames import clean_name
from ingest.uploads.queries import unfinished_groups_of
from repository.queries import require_staff
from repository.store import intake, store
from repository.store.errors import UploadBroken, UploadUnknown
from repository.store.parts import count, size_of
from sharing.viewer import system_viewer
from workers import fault_injection

MAX_FILES = 2_000  # files in one go
MAX_UNFINISHED_FILES = 10_000  # of one school
MAX_UNFINISHED_BYTES = 200 * 1024**3
URL_SECONDS = 3600  # a slow line needs its time for 8 MB
TOUCH_INTERVAL = timedelta(seconds=30)  # no row is written for every part


@transaction.atomic
def start(files: Sequence[AnnouncedFile], *, book: str, school: School, by: Viewer) -> list[IncomingFile]:
    """A sending for each file, in this order: one of hers that is under way, or a new one.

    A file is known again by name, size and fingerprint. One that is empty or too large becomes a refused upload at
    once. Raises TooManyAtOnce, TooManyUnfinished.
    """
    require_staff(by, school.pk)
    if len(files) > MAX_FILES:
        raise TooManyAtOnce(limit=MAX_FILES)
    School.objects.select_for_update().get(pk=school.pk)  # the limit holds for two at the same time
    under_way = defaultdict(list)
    for incoming in unfinished_groups_of(by):
        under_way[AnnouncedFile(incoming.name, incoming.size, incoming.fingerprint)].append(incoming)
    found = {index: under_way[file].pop(0) for index, file in enumerate(files) if under_way[file]}
    new = [file for index, file in enumerate(files) if index not in found]
    _check_quota(new, school)
    made = iter(_made(new, book=book, school=school, by=by))
    return [found.get(index) or next(made) for index in range(len(files))]


def received_parts(incoming: IncomingFile) -> list[int]:
    """The numbers of the parts that need not be sent again."""
    if incoming.key or not incoming.intake_id:
        return _all_parts(incoming) if incoming.key else []
    try:
        return [part.number for part in intake().parts(incoming.intake_id)]
    except UploadUnknown:
        return _parts_of_the_unknown(incoming)


def part_url(incoming: IncomingFile, number: int, *, md5: str, by: Viewer) -> str:
    """Where the browser puts this part, with this Content-MD5; empty: to us.

    Raises UploadBroken for a part that the file has not.
    """
    size = size_of(number, incoming.size)
    return intake().address(_started(incoming, by.now), number, size, md5=md5, seconds=URL_SECONDS)


def store_part(incoming: IncomingFile, number: int, data: bytes, *, by: Viewer) -> None:
    """Keep a part; durable when this returns."""
    intake().part(_started(incoming, by.now), number, data)
    fault_injection.point("upload.part-stored")


def finish(incoming: IncomingFile, *, by: Viewer) -> Upload | None:
    """Join the parts; return the upload when the last file of a group completes it. Idempotent.

    Raises UploadBroken when a part is missing: `received_parts` says which.
    """
    if not incoming.key:
        _touch(incoming.group, by.now)
        key = _assembled(incoming)
        fault_injection.point("upload.assembled")
        IncomingFile.objects.filter(pk=incoming.pk).update(key=key)
        fault_injection.point("upload.recorded")
    return create_upload_when_complete(incoming.group, by=by)


def create_upload_when_complete(group: FileGroup, *, by: Viewer) -> Upload | None:
    """Create the upload of a group when all its files have arrived; otherwise return None."""
    files = list(group.files.all())
    if not files or not all(incoming.key for incoming in files):
        return None
    if group.received_at:
        return group.upload
    sent = [_bundled(group, files)] if group.book else [_sent(incoming) for incoming in files]
    fault_injection.point("upload.bundled")
    with transaction.atomic():
        mine = FileGroup.objects.select_for_update().filter(pk=group.pk).first()
        if mine is None or mine.received_at:  # another request was quicker
            return mine.upload if mine else None
        upload = actions.create_uploads(sent, school=group.school, by=by, submission=group.submission)[0]
        FileGroup.objects.filter(pk=group.pk).update(received_at=by.now, touched_at=by.now, upload=upload)
        fault_injection.point("upload.received")
    if group.book:
        for incoming in files:
            store().remove(incoming.key)
    return upload


def abort(incoming: IncomingFile, *, by: Viewer) -> None:
    """Delete the file and its parts; the rest of its group continues. Does nothing once the upload exists."""
    if incoming.group.received_at:
        return
    IncomingFile.objects.filter(pk=incoming.pk).delete()
    fault_injection.point("upload.deleted")
    delete_stored(incoming)
    if incoming.group.files.exists():
        create_upload_when_complete(incoming.group, by=by)
    else:
        FileGroup.objects.filter(pk=incoming.group_id).delete()


def delete_stored(incoming: IncomingFile) -> None:
    """What the store holds of a sending whose row is gone."""
    if incoming.key:
        store().remove(incoming.key)
    elif incoming.intake_id:
        intake().abort(incoming.intake_id)


def complete_stalled(group: FileGroup, *, now: datetime) -> None:
    """Create the upload of a complete group whose last request failed, in the name of its sender."""
    create_upload_when_complete(group, by=replace(system_viewer(group.school_id, now=now), membership=group.by_id))


def _check_quota(new: Sequence[AnnouncedFile], school: School) -> None:
    there = IncomingFile.objects.filter(group__school=school, group__received_at=None)
    size = (there.aggregate(size=Sum("size"))["size"] or 0) + sum(
        file.size for file in new if file.size <= MAX_UPLOAD_BYTES
    )
    if there.count() + len(new) > MAX_UNFINISHED_FILES or size > MAX_UNFINISHED_BYTES:
        raise TooManyUnfinished(files=MAX_UNFINISHED_FILES, gigabytes=MAX_UNFINISHED_BYTES // 1024**3)


def _made(new: Sequence[AnnouncedFile], *, book: str, school: School, by: Viewer) -> list[IncomingFile]:
    """Rows for these files, in their order."""
    submission, made = uuid4(), {}
    unfit = [file for file in new if not 0 < file.size <= MAX_UPLOAD_BYTES]
    for file in unfit:
        made[id(file)] = _refused(file, school, submission, by)
    for group in group_files([file for file in new if 0 < file.size <= MAX_UPLOAD_BYTES], book=book):
        row = FileGroup.objects.create(
            school=school, by_id=by.membership, submission=submission, book=group.book, touched_at=by.now
        )
        for file in group.files:
            made[id(file)] = IncomingFile.objects.create(
                group=row, name=file.name, size=file.size, fingerprint=file.fingerprint
            )
    fault_injection.point("upload.started")
    return [made[id(file)] for file in new]


def _refused(file: AnnouncedFile, school: School, submission: UUID, by: Viewer) -> IncomingFile:
    (upload,) = actions.create_uploads(
        [ReceivedFile(clean_name(file.name), "", file.size)], school=school, by=by, submission=submission
    )
    group = FileGroup.objects.create(
        school=school, by_id=by.membership, submission=submission, touched_at=by.now, received_at=by.now, upload=upload
    )
    return IncomingFile.objects.create(group=group, name=file.name, size=file.size, fingerprint=file.fingerprint)


def _started(incoming: IncomingFile, now: datetime) -> str:
    """The intake's name of it, begun with its first part."""
    if incoming.group.touched_at < now - TOUCH_INTERVAL:
        _touch(incoming.group, now)
    if incoming.intake_id:
        return incoming.intake_id
    begun = intake().start(incoming.name, incoming.size)
    fault_injection.point("upload.intake-begun")
    if IncomingFile.objects.filter(pk=incoming.pk, intake_id="").update(intake_id=begun):
        return begun
    intake().abort(begun)  # its other parts were quicker, or it was given up
    return _is_known(incoming)


def _is_known(incoming: IncomingFile) -> str:
    known = IncomingFile.objects.filter(pk=incoming.pk).values_list("intake_id", flat=True).first()
    if not known:
        raise NotFound
    return known


def _touch(group: FileGroup, now: datetime) -> None:
    FileGroup.objects.filter(pk=group.pk, touched_at__lt=now).update(touched_at=now)


def _parts_of_the_unknown(incoming: IncomingFile) -> list[int]:
    """Joined already, and only the answer was lost; or lost by the store: then it begins anew."""
    try:
        intake().finish(incoming.intake_id, [], size=incoming.size)
    except UploadUnknown:
        IncomingFile.objects.filter(pk=incoming.pk, intake_id=incoming.intake_id).update(intake_id="")
        return []
    return _all_parts(incoming)


def _all_parts(incoming: IncomingFile) -> list[int]:
    return list(range(1, count(incoming.size) + 1))


def _assembled(incoming: IncomingFile) -> str:
    if not incoming.intake_id:
        raise UploadBroken("nothing was sent")
    try:
        parts = intake().parts(incoming.intake_id)
    except UploadUnknown:
        parts = []
    return intake().finish(incoming.intake_id, parts, size=incoming.size)


def _sent(incoming: IncomingFile) -> ReceivedFile:
    return ReceivedFile(clean_name(incoming.name), incoming.key, incoming.size)


def _bundled(group: FileGroup, files: Sequence[IncomingFile]) -> ReceivedFile:
    """The pictures as one zip; they are read one after the other."""
    return bundle_pictures(group.book, [(incoming.name, LazyStoreFile(incoming.key)) for incoming in files])

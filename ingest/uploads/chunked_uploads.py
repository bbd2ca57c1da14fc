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
    for sending in unfinished_groups_of(by):
        under_way[AnnouncedFile(sending.name, sending.size, sending.fingerprint)].append(sending)
    found = {index: under_way[file].pop(0) for index, file in enumerate(files) if under_way[file]}
    new = [file for index, file in enumerate(files) if index not in found]
    _check_quota(new, school)
    made = iter(_made(new, book=book, school=school, by=by))
    return [found.get(index) or next(made) for index in range(len(files))]


def received_parts(sending: IncomingFile) -> list[int]:
    """The numbers of the parts that need not be sent again."""
    if sending.key or not sending.intake_id:
        return _all_parts(sending) if sending.key else []
    try:
        return [part.number for part in intake().parts(sending.intake_id)]
    except UploadUnknown:
        return _parts_of_the_unknown(sending)


def part_url(sending: IncomingFile, number: int, *, md5: str, by: Viewer) -> str:
    """Where the browser puts this part, with this Content-MD5; empty: to us.

    Raises UploadBroken for a part that the file has not.
    """
    size = size_of(number, sending.size)
    return intake().address(_started(sending, by.now), number, size, md5=md5, seconds=URL_SECONDS)


def store_part(sending: IncomingFile, number: int, data: bytes, *, by: Viewer) -> None:
    """Keep a part; durable when this returns."""
    intake().part(_started(sending, by.now), number, data)
    fault_injection.point("upload.part-stored")


def finish(sending: IncomingFile, *, by: Viewer) -> Upload | None:
    """All parts are there: join them; the last file of a parcel makes the upload, which is the answer, also again.

    Raises UploadBroken when a part is missing: `parts_there` says which.
    """
    if not sending.key:
        _touch(sending.parcel, by.now)
        key = _assembled(sending)
        fault_injection.point("upload.assembled")
        IncomingFile.objects.filter(pk=sending.pk).update(key=key)
        fault_injection.point("upload.recorded")
    return create_upload_when_complete(sending.parcel, by=by)


def create_upload_when_complete(parcel: FileGroup, *, by: Viewer) -> Upload | None:
    """Receive a parcel whose files are all there; nothing happens while one is missing."""
    sendings = list(parcel.sendings.all())
    if not sendings or not all(sending.key for sending in sendings):
        return None
    if parcel.received_at:
        return parcel.upload
    sent = [_bundled(parcel, sendings)] if parcel.book else [_sent(sending) for sending in sendings]
    fault_injection.point("upload.bundled")
    with transaction.atomic():
        mine = FileGroup.objects.select_for_update().filter(pk=parcel.pk).first()
        if mine is None or mine.received_at:  # another request was quicker
            return mine.upload if mine else None
        upload = actions.create_uploads(sent, school=parcel.school, by=by, submission=parcel.submission)[0]
        FileGroup.objects.filter(pk=parcel.pk).update(received_at=by.now, touched_at=by.now, upload=upload)
        fault_injection.point("upload.received")
    if parcel.book:
        for sending in sendings:
            store().remove(sending.key)
    return upload


def abort(sending: IncomingFile, *, by: Viewer) -> None:
    """Forget the file and its parts; the rest of its parcel goes on. What has become an upload is cancelled there."""
    if sending.parcel.received_at:
        return
    IncomingFile.objects.filter(pk=sending.pk).delete()
    fault_injection.point("upload.deleted")
    delete_stored(sending)
    if sending.parcel.sendings.exists():
        create_upload_when_complete(sending.parcel, by=by)
    else:
        FileGroup.objects.filter(pk=sending.parcel_id).delete()


def delete_stored(sending: IncomingFile) -> None:
    """What the store holds of a sending whose row is gone."""
    if sending.key:
        store().remove(sending.key)
    elif sending.intake_id:
        intake().abort(sending.intake_id)


def complete_stalled(parcel: FileGroup, *, now: datetime) -> None:
    """For a parcel that is all there, but whose last request died: as she who sent it would have done."""
    create_upload_when_complete(parcel, by=replace(system_viewer(parcel.school_id, now=now), membership=parcel.by_id))


def _check_quota(new: Sequence[AnnouncedFile], school: School) -> None:
    there = IncomingFile.objects.filter(parcel__school=school, parcel__received_at=None)
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
    for parcel in group_files([file for file in new if 0 < file.size <= MAX_UPLOAD_BYTES], book=book):
        row = FileGroup.objects.create(
            school=school, by_id=by.membership, submission=submission, book=parcel.book, touched_at=by.now
        )
        for file in parcel.files:
            made[id(file)] = IncomingFile.objects.create(
                parcel=row, name=file.name, size=file.size, fingerprint=file.fingerprint
            )
    fault_injection.point("upload.started")
    return [made[id(file)] for file in new]


def _refused(file: AnnouncedFile, school: School, submission: UUID, by: Viewer) -> IncomingFile:
    (upload,) = actions.create_uploads(
        [ReceivedFile(clean_name(file.name), "", file.size)], school=school, by=by, submission=submission
    )
    parcel = FileGroup.objects.create(
        school=school, by_id=by.membership, submission=submission, touched_at=by.now, received_at=by.now, upload=upload
    )
    return IncomingFile.objects.create(parcel=parcel, name=file.name, size=file.size, fingerprint=file.fingerprint)


def _started(sending: IncomingFile, now: datetime) -> str:
    """The intake's name of it, begun with its first part."""
    if sending.parcel.touched_at < now - TOUCH_INTERVAL:
        _touch(sending.parcel, now)
    if sending.intake_id:
        return sending.intake_id
    begun = intake().start(sending.name, sending.size)
    fault_injection.point("upload.intake-begun")
    if IncomingFile.objects.filter(pk=sending.pk, intake_id="").update(intake_id=begun):
        return begun
    intake().abort(begun)  # its other parts were quicker, or it was given up
    return _is_known(sending)


def _is_known(sending: IncomingFile) -> str:
    known = IncomingFile.objects.filter(pk=sending.pk).values_list("intake_id", flat=True).first()
    if not known:
        raise NotFound
    return known


def _touch(parcel: FileGroup, now: datetime) -> None:
    FileGroup.objects.filter(pk=parcel.pk, touched_at__lt=now).update(touched_at=now)


def _parts_of_the_unknown(sending: IncomingFile) -> list[int]:
    """Joined already, and only the answer was lost; or lost by the store: then it begins anew."""
    try:
        intake().finish(sending.intake_id, [], size=sending.size)
    except UploadUnknown:
        IncomingFile.objects.filter(pk=sending.pk, intake_id=sending.intake_id).update(intake_id="")
        return []
    return _all_parts(sending)


def _all_parts(sending: IncomingFile) -> list[int]:
    return list(range(1, count(sending.size) + 1))


def _assembled(sending: IncomingFile) -> str:
    if not sending.intake_id:
        raise UploadBroken("nothing was sent")
    try:
        parts = intake().parts(sending.intake_id)
    except UploadUnknown:
        parts = []
    return intake().finish(sending.intake_id, parts, size=sending.size)


def _sent(sending: IncomingFile) -> ReceivedFile:
    return ReceivedFile(clean_name(sending.name), sending.key, sending.size)


def _bundled(parcel: FileGroup, sendings: Sequence[IncomingFile]) -> ReceivedFile:
    """The pictures as one zip; they are read one after the other."""
    return bundle_pictures(parcel.book, [(sending.name, LazyStoreFile(sending.key)) for sending in sendings])

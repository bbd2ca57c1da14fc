"""All writes of uploads that people ask for: sent, cancelled, tried again, reviewed and published, a page replaced."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.models import School
from ingest import tasks
from ingest.errors import (
    BadInput,
    CaptionsWithoutRecording,
    EmptyFile,
    InvalidTransition,
    PageDamaged,
    TooLarge,
    by_code,
)
from ingest.models import Lease, PageBatch, Upload, UploadHistory
from ingest.parsers import captions, parser_pool
from ingest.pipeline import scheduling, transitions
from ingest.pipeline.job import Job
from ingest.states import State
from ingest.uploads.filenames import clean_name
from repository import actions as catalogue
from repository.actions import Description, PageToAdd
from repository.models import Page
from repository.queries import require_node_admin, require_staff
from repository.store import intake
from repository.store.protocol import PART_SIZE, Part
from workers import fault_injection

MAX_UPLOAD_BYTES = 20 * 1024**3


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was sent: its name, made safe, and the key under which it waits; no key where it was not let in."""

    name: str
    key: str
    size: int


def store_incoming(name: str, source: BinaryIO, size: int) -> ReceivedFile:
    """Stream bytes into the intake, piece by piece, all unknown; empty and too large files stay outside."""
    name = clean_name(name)
    if size == 0 or size > MAX_UPLOAD_BYTES:
        return ReceivedFile(name, "", size)
    arriving = intake()
    upload_id = arriving.start(name, size)
    parts: list[Part] = []
    try:
        while piece := source.read(PART_SIZE):
            parts.append(arriving.part(upload_id, len(parts) + 1, piece))
            fault_injection.point("receive.part-stored")
        sent = ReceivedFile(name, arriving.finish(upload_id, parts, size=size), size)
        fault_injection.point("receive.bytes-stored")
        return sent
    except BaseException:
        arriving.abort(upload_id)
        raise


@transaction.atomic
def create_uploads(
    files: Sequence[ReceivedFile], *, school: School, by: Viewer, submission: UUID | None = None
) -> list[Upload]:
    """One upload for each file; captions go with the recording of their name. What cannot go on is refused by name."""
    require_staff(by, school.pk)
    submission = submission or uuid4()
    full = [sent for sent in files if sent.key]
    caption_files = [sent for sent in full if captions.is_captions(sent.name)]
    others = [sent for sent in full if not captions.is_captions(sent.name)]
    received = [_received(sent, _captions_of(sent, caption_files), school, submission, by) for sent in others]
    taken = {companion["key"] for upload in received for companion in upload.attachments}
    refused: dict[Upload, BadInput] = {}
    for sent in files:
        if not sent.key:
            refused[_received(sent, [], school, submission, by)] = (
                TooLarge(limit=MAX_UPLOAD_BYTES // 1024**3) if sent.size else EmptyFile()
            )
    for sent in caption_files:
        if sent.key not in taken:
            refused[_received(sent, [], school, submission, by)] = CaptionsWithoutRecording(name=sent.name)
    for upload, cause in refused.items():
        transitions.transition(upload, State.REFUSED, by=by, reason=cause)
    fault_injection.point("receive.rows-written")
    for upload in received:
        tasks.notify(upload)
    return received + list(refused)


@transaction.atomic
def cancel(upload: Upload, *, by: Viewer) -> None:
    """Stop the work and throw the draft away; what a librarian has published cannot be cancelled."""
    require_staff(by, upload.school_id)
    transitions.transition(upload, State.CANCELLED, by=by)
    if upload.resource is not None:
        catalogue.delete_draft(upload.resource, by=by)
    record("upload.cancel", by=by, target=upload.uuid)


@transaction.atomic
def retry(upload: Upload, *, by: Viewer) -> None:
    """Go on where it stopped; what is done stays done."""
    require_staff(by, upload.school_id)
    _resume(upload, by)


@transaction.atomic
def retry_as_admin(upload: Upload, *, by: Viewer) -> None:
    """The same for any school, by the node administrator, of what failed for a reason of ours."""
    require_node_admin(by)
    if upload.state != State.FAILED:
        raise InvalidTransition
    _resume(upload, by)
    record("upload.try-again", by=by, target=upload.uuid)


def _resume(upload: Upload, by: Viewer) -> None:
    transitions.transition(upload, State.WORKING, by=by)
    undone = {"status": Lease.Status.WAITING, "attempts": 0, "leased_until": None, "notified_at": None}
    upload.steps.exclude(status=Lease.Status.DONE).update(**undone)
    upload.batches.exclude(status=Lease.Status.DONE).update(**undone)
    scheduling.assign_queue(upload, "default")
    tasks.notify(upload)


@transaction.atomic
def publish(upload: Upload, *, description: Description, grants: Mapping[Action, Sequence[str]], by: Viewer) -> None:
    """The librarian's review: her description replaces the draft's, what she opened is opened, and it is published.

    `grants`: for each action the audiences, as in access.labels.
    """
    require_staff(by, upload.school_id)
    transitions.transition(upload, State.PUBLISHED, by=by)
    assert upload.resource is not None
    fault_injection.point("publish.moved")
    catalogue.update_record(upload.resource, description=description, by=by)
    fault_injection.point("publish.described")
    for action, audiences in grants.items():
        for audience in audiences:
            catalogue.grant(upload.resource, action=action, audience=audience, by=by)
    catalogue.publish(upload.resource, by=by)
    fault_injection.point("publish.written")


def replace_page(upload: Upload, *, page: Page, picture: BinaryIO, by: Viewer) -> None:
    """A new scan of one page, read as the others were; its place and its links stay. Raises what is wrong with it."""
    require_staff(by, upload.school_id)
    job = Job(upload=upload, work=PageBatch(upload=upload), by=by)
    with parser_pool.scratch() as folder, parser_pool.parser(reads=True) as child:
        place = folder / "page"
        with place.open("wb") as target:
            shutil.copyfileobj(picture, target)
        child.one("picture_facts", seconds=60, path=str(place))
        number = page.order_key // Page.ORDER_STEP - 1
        ((values, blobs),) = child.ask("read_pictures", seconds=180, path=str(place), units=[(number, "", 0)])
    if values["problem"]:
        raise _problem(values["problem"])
    catalogue.replace_page(page, with_page=_new_page(job, page, values, blobs), by=by)


def _problem(code: str) -> BadInput:
    named = by_code(code)
    return named() if issubclass(named, BadInput) else PageDamaged()


def _new_page(job: Job, page: Page, values: dict, blobs: list[bytes]) -> PageToAdd:
    return PageToAdd(
        number=values["number"],
        label=page.label,
        image=job.store_value(blobs[0], "image/jpeg"),
        thumbnail=job.store_value(blobs[1], "image/jpeg"),
        boxes=job.store_value(blobs[2], "application/gzip"),
        **{name: values[name] for name in ("width", "height", "text", "source", "language", "confidence")},
    )


def _received(
    sent: ReceivedFile, caption_files: list[ReceivedFile], school: School, submission: UUID, by: Viewer
) -> Upload:
    upload = Upload.objects.create(
        school=school,
        by_id=by.membership,
        submission=submission,
        name=sent.name[:255],
        size=sent.size,
        incoming_key=sent.key,
        attachments=[{"name": companion.name, "key": companion.key} for companion in caption_files],
        created_at=by.now,
    )
    UploadHistory.objects.create(upload=upload, after=State.RECEIVED, at=by.now, by_id=by.membership)
    return upload


def _captions_of(recording: ReceivedFile, caption_files: list[ReceivedFile]) -> list[ReceivedFile]:
    return [sent for sent in caption_files if captions.belongs_to(sent.name, recording.name)]

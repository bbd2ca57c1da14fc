"""Writes of uploads that people ask for: create, cancel, retry, publish."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.models import School
from ingest.errors import (
    BadInput,
    CaptionsWithoutRecording,
    EmptyFile,
    InvalidTransition,
    TooLarge,
)
from ingest.filenames import is_captions
from ingest.models import Upload
from ingest.pipeline.actions import schedule, transitions
from ingest.states import State
from ingest.uploads.actions.incoming import MAX_UPLOAD_BYTES, ReceivedFile
from ingest.uploads.file_groups import group_files
from ingest.uploads.queries import may_retry
from repository import actions as catalogue
from repository.actions import Description
from repository.events import lending_begins
from repository.lending_terms import LendingTerms
from repository.queries import require_node_admin, require_staff
from workers import fault_injection


@transaction.atomic
def create_uploads(
    files: Sequence[ReceivedFile], *, school: School, by: Viewer, submission: UUID | None = None
) -> list[Upload]:
    """Create an upload for each file, captions attached to the recording of their name, and wake the workers.

    Files without a key and captions without a recording become refused uploads, after the others in the result.
    `submission` is shared by what was uploaded together. Raises NotFound unless `by` is staff of the school.
    """
    require_staff(by, school.pk)
    create = partial(_create, school=school, by=by, submission=submission or uuid4())
    groups = [group.files for group in group_files([file for file in files if file.key])]
    received = [create(group[0], group[1:]) for group in groups if not is_captions(group[0].name)]
    refused = [create(file, [], refused=_why_not_stored(file)) for file in files if not file.key]
    refused += [
        create(file, [], refused=CaptionsWithoutRecording(name=file.name))
        for file, *_others in groups
        if is_captions(file.name)
    ]
    fault_injection.point("receive.rows-written")
    for upload in received:
        schedule.notify(upload)
    return received + refused


@transaction.atomic
def cancel(upload: Upload, *, by: Viewer) -> None:
    """Stop the work and delete the draft. Raises InvalidTransition for a published upload."""
    require_staff(by, upload.school_id)
    transitions.transition(upload, State.CANCELLED, by=by)
    if upload.resource is not None:
        catalogue.delete_draft(upload.resource, by=by)
    record("upload.cancel", by=by, target=upload.uuid)


@transaction.atomic
def retry(upload: Upload, *, by: Viewer) -> None:
    """Continue a failed upload, or a refused one that the same bytes may pass; steps that are done stay done.

    Raises InvalidTransition.
    """
    require_staff(by, upload.school_id)
    if not may_retry(upload):
        raise InvalidTransition
    _resume(upload, by)


@transaction.atomic
def retry_as_admin(upload: Upload, *, by: Viewer) -> None:
    """Continue a failed upload of any school, as the node administrator. Raises InvalidTransition."""
    require_node_admin(by)
    if upload.state != State.FAILED:
        raise InvalidTransition
    _resume(upload, by)
    record("upload.retry", by=by, target=upload.uuid)


@transaction.atomic
def publish(
    upload: Upload,
    *,
    description: Description,
    grants: Mapping[Action, Sequence[str]],
    lending: LendingTerms | None = None,
    by: Viewer,
) -> None:
    """Publish the draft with the reviewed description and these grants, and lend it on these terms.

    `grants`: for each action its audiences, spelt as in access/labels.py. Raises InvalidTransition unless the upload
    waits for review.
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
    if lending is not None:
        lending_begins.send(sender=publish, resource=upload.resource, terms=lending, by=by)
    fault_injection.point("publish.written")


def _resume(upload: Upload, by: Viewer) -> None:
    transitions.resume(upload, by=by)
    schedule.notify(upload)


def _create(
    file: ReceivedFile,
    captions: Sequence[ReceivedFile],
    *,
    school: School,
    by: Viewer,
    submission: UUID,
    refused: BadInput | None = None,
) -> Upload:
    upload = Upload.objects.create(
        school=school,
        by_id=by.membership,
        submission=submission,
        name=file.name[:255],
        size=file.size,
        incoming_key=file.key,
        attachments=[{"name": attachment.name, "key": attachment.key} for attachment in captions],
        created_at=by.now,
    )
    transitions.record(upload, "", now=by.now, by=by)
    if refused:
        transitions.transition(upload, State.REFUSED, by=by, reason=refused)
    return upload


def _why_not_stored(file: ReceivedFile) -> BadInput:
    return TooLarge(limit=MAX_UPLOAD_BYTES // 1024**3) if file.size else EmptyFile()

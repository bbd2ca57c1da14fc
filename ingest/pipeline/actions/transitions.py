"""Writes of an upload's state, each with the row of its history."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from access.viewer import Viewer
from accounts.errors import UserFacingError
from ingest.errors import InvalidTransition
from ingest.models import Lease, Upload, UploadHistory
from ingest.pipeline.actions import schedule
from ingest.states import TRANSITIONS, UNFINISHED, State, UploadQueue


def transition(upload: Upload, to: State, *, by: Viewer | None = None, reason: UserFacingError | None = None) -> None:
    """Change the state inside the caller's transaction. Raises InvalidTransition unless TRANSITIONS allows it."""
    before = State(Upload.objects.select_for_update().values_list("state", flat=True).get(pk=upload.pk))
    if to not in TRANSITIONS[before]:
        raise InvalidTransition
    now = by.now if by else timezone.now()
    ends = to not in UNFINISHED
    upload.state = to
    upload.problem = reason.code if reason else ""
    upload.problem_details = reason.details if reason else {}
    upload.finished_at = now if ends else None
    upload.started_at = upload.started_at or (now if to == State.WORKING else None)
    upload.queue = "" if ends else upload.queue
    changed = ["state", "problem", "problem_details", "finished_at", "started_at"]
    upload.save(update_fields=[*changed, "queue"] if ends else changed)
    record(upload, before, now=now, by=by)


def refuse(upload: Upload, reason: UserFacingError) -> None:
    """Refuse the upload: the file itself is the reason."""
    transition(upload, State.REFUSED, reason=reason)


def fail(upload: Upload, reason: UserFacingError) -> None:
    """Mark the upload as failed: the system is the reason; the uploaded files are stored."""
    transition(upload, State.FAILED, reason=reason)


def submit_for_review(upload: Upload) -> None:
    """Move the upload to REVIEW if all its steps are done; do nothing if it has ended or another worker was faster."""
    with transaction.atomic():
        unfinished = Upload.objects.select_for_update().filter(pk=upload.pk, state__in=UNFINISHED)
        if unfinished and not upload.steps.exclude(status=Lease.Status.DONE).exists():
            transition(upload, State.REVIEW)


def resume(upload: Upload, *, by: Viewer) -> None:
    """Move the upload back to WORKING with fresh attempts for every step and batch that is not done."""
    transition(upload, State.WORKING, by=by)
    fresh = {"status": Lease.Status.WAITING, "attempts": 0, "leased_until": None, "notified_at": None}
    upload.steps.exclude(status=Lease.Status.DONE).update(**fresh)
    upload.batches.exclude(status=Lease.Status.DONE).update(**fresh)
    schedule.assign_queue(upload, UploadQueue.DEFAULT)


def record(upload: Upload, before: State | str, *, now: datetime, by: Viewer | None) -> None:
    """Write the history row for the upload's current state; `before` is empty for a new upload."""
    UploadHistory.objects.create(
        upload=upload,
        before=before,
        after=upload.state,
        created_at=now,
        by_id=by.membership if by else None,
        problem=upload.problem,
    )

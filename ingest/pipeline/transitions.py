"""The one place that writes an upload's state, and the line of its history with it."""

from datetime import datetime

from django.utils import timezone

from access.viewer import Viewer
from accounts.errors import UserFacingError
from ingest.errors import InvalidTransition
from ingest.models import Upload, UploadHistory
from ingest.states import TRANSITIONS, State

FINAL_STATES = (State.REVIEW, State.PUBLISHED, State.REFUSED, State.FAILED, State.CANCELLED)


def transition(upload: Upload, to: State, *, by: Viewer | None = None, reason: UserFacingError | None = None) -> None:
    """Change the state inside the caller's transaction; raises NotNow where there is no such move."""
    before = State(Upload.objects.select_for_update().values_list("state", flat=True).get(pk=upload.pk))
    if to not in TRANSITIONS[before]:
        raise InvalidTransition
    now = by.now if by else timezone.now()
    upload.state = to
    upload.problem = reason.code if reason else ""
    upload.problem_details = reason.details if reason else {}
    upload.finished_at = now if to in FINAL_STATES else None
    upload.started_at = upload.started_at or (now if to == State.WORKING else None)
    upload.queue = "" if to in FINAL_STATES else upload.queue
    changed = ["state", "problem", "problem_details", "finished_at", "started_at"]
    upload.save(update_fields=[*changed, "queue"] if to in FINAL_STATES else changed)
    _note(upload, before, now, by)


def refuse(upload: Upload, reason: UserFacingError) -> None:
    """The file itself is the reason."""
    transition(upload, State.REFUSED, reason=reason)


def fail(upload: Upload, reason: UserFacingError) -> None:
    """Something of ours is the reason; what was sent is safe."""
    transition(upload, State.FAILED, reason=reason)


def _note(upload: Upload, before: State, now: datetime, by: Viewer | None) -> None:
    UploadHistory.objects.create(
        upload=upload,
        before=before,
        after=upload.state,
        at=now,
        by_id=by.membership if by else None,
        problem=upload.problem,
    )

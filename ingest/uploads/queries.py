"""All reads of uploads; each begins with who is asking."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from access.viewer import Viewer
from accounts.errors import NotFound
from ingest.models import IncomingFile, PageBatch, Upload
from ingest.states import State


def uploads_of(viewer: Viewer) -> QuerySet[Upload]:
    """The uploads of the school whose librarian she is, newest first."""
    schools = [viewer.school] if viewer.is_staff else []
    return Upload.objects.filter(school__in=schools).select_related("resource", "school", "by__person")


def upload_for(viewer: Viewer, uuid: UUID | str) -> Upload:
    """One of them; raises NotFound for any other."""
    found = uploads_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def failed_uploads(viewer: Viewer) -> QuerySet[Upload]:
    """For the node administrator: those of all schools that failed for a reason of ours, newest first."""
    found = Upload.objects.filter(state=State.FAILED) if viewer.is_node_admin else Upload.objects.none()
    return found.select_related("school").order_by("-finished_at", "-pk")


def incoming_files_of(viewer: Viewer) -> QuerySet[IncomingFile]:
    """What she herself is sending to the school whose librarian she is, and has sent a short while ago."""
    if not viewer.is_staff or viewer.membership is None:
        return IncomingFile.objects.none()
    mine = IncomingFile.objects.filter(group__by=viewer.membership, group__school=viewer.school)
    return mine.select_related("group")


def unfinished_groups_of(viewer: Viewer) -> QuerySet[IncomingFile]:
    """Return those whose group is not complete yet."""
    return incoming_files_of(viewer).filter(group__received_at=None)


def incoming_file_for(viewer: Viewer, uuid: UUID | str) -> IncomingFile:
    """One of hers; raises NotFound for any other, a colleague's too."""
    found = incoming_files_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def waiting_for_review(viewer: Viewer) -> int:
    """How many uploads wait for a librarian's eye."""
    return uploads_of(viewer).filter(state=State.REVIEW).count()


def time_left(upload: Upload, now: datetime | None = None) -> timedelta | None:
    """By the pace of the pages so far; None before the first and where there are no pages."""
    if not upload.started_at or not upload.pages_done or upload.state != State.WORKING:
        return None
    spent = (now or timezone.now()) - upload.started_at
    return spent / upload.pages_done * (upload.pages_total - upload.pages_done)


def batches_left(upload: Upload) -> int:
    """How many batches of pages are not done."""
    return upload.batches.exclude(status=PageBatch.Status.DONE).count()

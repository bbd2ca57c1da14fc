"""All reads of uploads; each takes the viewer first."""

from uuid import UUID

from django.db.models import QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from ingest.models import IncomingFile, Upload
from ingest.states import State


def uploads_of(viewer: Viewer) -> QuerySet[Upload]:
    """Return the uploads of the viewer's school, newest first; none unless the viewer is staff."""
    schools = [viewer.school] if viewer.is_staff else []
    return Upload.objects.filter(school__in=schools).select_related("resource", "school", "by__person")


def upload_for(viewer: Viewer, uuid: UUID | str) -> Upload:
    """Return one of the viewer's uploads. Raises NotFound for any other."""
    upload = uploads_of(viewer).filter(uuid=uuid).first()
    if upload is None:
        raise NotFound
    return upload


def failed_uploads(viewer: Viewer) -> QuerySet[Upload]:
    """Return the failed uploads of all schools, newest first; none unless the viewer is the node administrator."""
    uploads = Upload.objects.filter(state=State.FAILED) if viewer.is_node_admin else Upload.objects.none()
    return uploads.select_related("school").order_by("-finished_at", "-pk")


def incoming_files_of(viewer: Viewer) -> QuerySet[IncomingFile]:
    """Return the files that the viewer is sending, or sent some days ago; none unless the viewer is staff."""
    if not viewer.is_staff or viewer.membership is None:
        return IncomingFile.objects.none()
    own = IncomingFile.objects.filter(group__by=viewer.membership, group__school=viewer.school)
    return own.select_related("group")


def unfinished_files_of(viewer: Viewer) -> QuerySet[IncomingFile]:
    """Return those of the viewer's incoming files whose group is not an upload yet."""
    return incoming_files_of(viewer).filter(group__received_at=None)


def incoming_file_for(viewer: Viewer, uuid: UUID | str) -> IncomingFile:
    """Return one of the viewer's incoming files. Raises NotFound for any other, also for a colleague's."""
    file = incoming_files_of(viewer).filter(uuid=uuid).first()
    if file is None:
        raise NotFound
    return file

"""All reads of uploads; each takes the viewer first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from ingest.errors import BadInput, by_code
from ingest.filenames import is_system_file
from ingest.models import IncomingFile, PageBatch, Upload, UploadStep
from ingest.parsers.notes import SENTENCES
from ingest.states import State

LEFT_OUT_LIMIT = 500  # names listed
NEARBY_LIMIT = 3  # subjects, and grades, that are offered without typing beside the proposed ones


def uploads_of(viewer: Viewer) -> QuerySet[Upload]:
    """Return the uploads of the viewer's school, newest first; none unless the viewer is staff."""
    schools = [viewer.school] if viewer.is_staff else []
    return Upload.objects.filter(school__in=schools).select_related("resource", "school", "by__person")


class Waiting(StrEnum):
    """What waits for a librarian among the uploads; the value names the list in its address."""

    REVIEW = "cho-duyet"
    STOPPED = "chua-xong"


WAITING_STATES: Mapping[Waiting, tuple[State, ...]] = {
    Waiting.REVIEW: (State.REVIEW,),
    Waiting.STOPPED: (State.FAILED, State.REFUSED),
}


def waiting_uploads(viewer: Viewer, waiting: Waiting) -> QuerySet[Upload]:
    """Return those of the viewer's uploads that wait for a review, or for a decision after they stopped."""
    return uploads_of(viewer).filter(state__in=WAITING_STATES[waiting])


def upload_for(viewer: Viewer, uuid: UUID | str) -> Upload:
    """Return one of the viewer's uploads. Raises NotFound for any other."""
    upload = uploads_of(viewer).filter(uuid=uuid).first()
    if upload is None:
        raise NotFound
    return upload


def waiting_in_batch(viewer: Viewer, upload: Upload) -> QuerySet[Upload]:
    """Return the other uploads of the same submission that wait for review, those after this one first."""
    waiting = uploads_of(viewer).filter(submission=upload.submission, state=State.REVIEW).exclude(pk=upload.pk)
    return waiting.annotate(is_before=Q(pk__lt=upload.pk)).order_by("is_before", "pk")


def curriculum_nearby(viewer: Viewer, upload: Upload) -> dict[str, list[Any]]:
    """Return subjects and grades that were chosen last at the school, those of the same submission first."""
    reviewed = uploads_of(viewer).filter(state=State.PUBLISHED, resource__isnull=False)
    same = reviewed.filter(submission=upload.submission)[:NEARBY_LIMIT]
    resources = [row.resource for row in (*same, *reviewed[:NEARBY_LIMIT]) if row.resource is not None]
    return {
        "subjects": _first_of(subject for resource in resources for subject in resource.subjects),
        "grades": _first_of(grade for resource in resources for grade in resource.grades),
    }


def _first_of(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))[:NEARBY_LIMIT]


def may_retry(upload: Upload) -> bool:
    """Return whether a retry with the same bytes can help: not for a file that is refused for what it is."""
    refusal = by_code(upload.problem)
    may_help = issubclass(refusal, BadInput) and refusal.retry_may_help
    return upload.state == State.FAILED or (upload.state == State.REFUSED and may_help)


@dataclass(frozen=True)
class LeftOut:
    """The files inside an upload that were not taken: how many, the first names, how many more there are."""

    count: int
    names: list[str]

    @property
    def more(self) -> int:
        """How many names are not listed."""
        return self.count - len(self.names)


def left_out_of(viewer: Viewer, upload: Upload) -> LeftOut:
    """Return the files inside one of the viewer's uploads that were not taken."""
    step = UploadStep.objects.filter(upload=upload_for(viewer, upload.uuid), name="identify").first()
    facts = step.result.get("facts", {}) if step else {}
    # Release 0.1.0 saved the files of the system, too.
    names = [name for name in facts.get("left_out", []) if not is_system_file(name)]
    return LeftOut(len(names), names[:LEFT_OUT_LIMIT])


def page_notes_of(viewer: Viewer, upload: Upload) -> list[str]:
    """Return sentences on the pages of an upload that are not simply what the file gives, the most frequent first."""
    batches = PageBatch.objects.filter(upload=upload_for(viewer, upload.uuid)).exclude(notes={})
    notes = batches.values_list("notes", flat=True)
    counts = Counter(code for pages in notes for codes in pages.values() for code in codes if code in SENTENCES)
    return [str(SENTENCES[code] % {"number": count}) for code, count in counts.most_common()]


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


def unfinished_files_of(viewer: Viewer, purpose: str = "") -> QuerySet[IncomingFile]:
    """Return those of the viewer's incoming files for this purpose that have not all arrived with their group."""
    return incoming_files_of(viewer).filter(group__received_at=None, group__purpose=purpose)


def incoming_file_for(viewer: Viewer, uuid: UUID | str) -> IncomingFile:
    """Return one of the viewer's incoming files. Raises NotFound for any other, also for a colleague's."""
    file = incoming_files_of(viewer).filter(uuid=uuid).first()
    if file is None:
        raise NotFound
    return file

"""The progress of an upload, in words and numbers, for the list and the live page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ingest.errors import sentence_for
from ingest.models import Upload, UploadStep
from ingest.states import UNFINISHED, State
from ingest.uploads.queries import may_retry

STEPS: dict[str, str | Promise] = {
    "store_original": gettext_lazy("Store file"),
    "identify": gettext_lazy("Identify file"),
    "draft": gettext_lazy("Create draft"),
    "pages": gettext_lazy("Read pages"),
    "page_numbers": gettext_lazy("Read page numbers"),
    "transcode": gettext_lazy("Prepare recording"),
    "captions": gettext_lazy("Read captions"),
    "cover": gettext_lazy("Create cover"),
    "searchable_pdf": gettext_lazy("Create searchable PDF"),
    "propose_metadata": gettext_lazy("Propose title and authors"),
    "remove_temporary": gettext_lazy("Remove temporary files"),
}
BOOK_STEPS = frozenset({"pages", "page_numbers", "searchable_pdf"})  # not shown for recordings
RECORDING_STEPS = frozenset({"transcode", "captions"})  # shown for recordings only
RECORDING_TYPES = ("video/", "audio/")


@dataclass(frozen=True)
class StepStatus:
    """One step in the list of steps; `state`: done, now, failed or empty."""

    label: str | Promise
    state: str


@dataclass(frozen=True)
class Progress:
    """An upload as it is shown; `time_left` is a phrase, empty if it cannot be estimated."""

    upload: Upload
    steps: list[StepStatus]
    problem: str
    time_left: str

    @classmethod
    def of(cls, upload: Upload, *, now: datetime) -> "Progress":
        """Return the progress of the upload now."""
        left = _time_left(upload, now)
        return cls(
            upload=upload,
            steps=_steps(upload),
            problem=sentence_for(upload.problem, upload.problem_details),
            time_left=_duration_phrase(left.total_seconds()) if left else "",
        )

    @property
    def is_unfinished(self) -> bool:
        """Whether workers still process the upload."""
        return self.upload.state in UNFINISHED

    @property
    def label(self) -> str | Promise:
        """The current step of an unfinished upload, else its state."""
        return self.step_label if self.is_unfinished else self.upload.get_state_display()

    @property
    def step_label(self) -> str | Promise:
        """The current step, or the last one of an upload that has ended."""
        return STEPS.get(self.upload.step, _("Waiting in the queue"))

    @property
    def can_retry(self) -> bool:
        """Whether a retry can help and a librarian may start it: not for a file that is refused for what it is."""
        return may_retry(self.upload) and bool(self.upload.incoming_key)

    @property
    def can_cancel(self) -> bool:
        """Whether a librarian may cancel it."""
        return self.upload.state not in (State.PUBLISHED, State.CANCELLED)

    @property
    def signal(self) -> str:
        """One of the three status colours of the theme."""
        if self.upload.state in (State.REFUSED, State.FAILED):
            return "attention"
        return "available" if self.upload.state in (State.REVIEW, State.PUBLISHED) else "waiting"

    @property
    def for_review(self) -> bool:
        """Whether it waits for review."""
        return self.upload.state == State.REVIEW


def _steps(upload: Upload) -> list[StepStatus]:
    rows = {row.name: row for row in upload.steps.all()}
    is_recording = upload.content_type.startswith(RECORDING_TYPES)
    hidden = BOOK_STEPS if is_recording else RECORDING_STEPS
    return [StepStatus(label, _state(upload, rows.get(name))) for name, label in STEPS.items() if name not in hidden]


def _state(upload: Upload, row: UploadStep | None) -> str:
    if row is None:
        return ""
    if row.status == UploadStep.Status.DONE:
        return "done"
    if row.status == UploadStep.Status.FAILED:
        return "failed"
    return "now" if row.name == upload.step and upload.state in UNFINISHED else ""


def _time_left(upload: Upload, now: datetime) -> timedelta | None:
    """Estimate by the pace of the pages so far; None before the first page and for uploads without pages."""
    if not upload.started_at or not upload.pages_done or upload.state != State.WORKING:
        return None
    spent = now - upload.started_at
    return spent / upload.pages_done * (upload.pages_total - upload.pages_done)


def _duration_phrase(seconds: float) -> str:
    """Return a phrase such as "about 5 minutes left", rounded up."""
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60) + 1
    if minutes < 90:
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(n)s hour left", "about %(n)s hours left", hours) % {"n": hours}


def steps_in_words(uploads: Iterable[Upload]) -> str:
    """Return the current steps of the uploads that are not finished, without repetition, for a progress bar."""
    steps = sorted({upload.step for upload in uploads if upload.state in UNFINISHED and upload.step})
    return ", ".join(str(STEPS.get(step, step)) for step in steps)

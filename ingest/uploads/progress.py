"""How far an upload is, in words and numbers that are true: for the list and the live page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ingest.errors import sentence_for
from ingest.models import Upload, UploadStep
from ingest.pipeline.job import UNFINISHED
from ingest.states import State
from ingest.uploads.queries import time_left

STEPS: dict[str, str | Promise] = {
    "store_original": gettext_lazy("Store file"),
    "identify": gettext_lazy("Identify file"),
    "draft": gettext_lazy("Create draft"),
    "pages": gettext_lazy("Read pages"),
    "transcode": gettext_lazy("Prepare recording"),
    "captions": gettext_lazy("Read captions"),
    "page_numbers": gettext_lazy("Read page numbers"),
    "cover": gettext_lazy("Create cover"),
    "searchable_pdf": gettext_lazy("Create searchable PDF"),
    "propose_metadata": gettext_lazy("Propose title and authors"),
    "remove_temporary": gettext_lazy("Remove temporary files"),
}
_ONLY_BOOKS = {"pages", "page_numbers", "searchable_pdf"}
_ONLY_RECORDINGS = {"transcode", "captions"}
_RECORDINGS = ("video/", "audio/")


@dataclass(frozen=True)
class StepStatus:
    """A line of the list of steps; state: done, now, failed or nothing."""

    words: str | Promise
    state: str


@dataclass(frozen=True)
class Progress:
    """An upload as it is shown; `left` says how long it may take, or nothing where that cannot be told."""

    upload: Upload
    steps: list[StepStatus]
    problem: str
    left: str

    @classmethod
    def of(cls, upload: Upload, *, now: datetime) -> "Progress":
        """As it stands now."""
        seconds = time_left(upload, now)
        return cls(
            upload=upload,
            steps=_steps(upload),
            problem=sentence_for(upload.problem, upload.problem_details),
            left=_duration_phrase(seconds.total_seconds()) if seconds else "",
        )

    @property
    def is_unfinished(self) -> bool:
        """Whether something will still change by itself."""
        return self.upload.state in UNFINISHED

    @property
    def words(self) -> str | Promise:
        """The step at hand."""
        return (
            STEPS.get(self.upload.step, _("Waiting in the queue"))
            if self.is_unfinished
            else self.upload.get_state_display()
        )

    @property
    def step(self) -> str | Promise:
        """The step at which it stands or stood."""
        return STEPS.get(self.upload.step, _("Waiting in the queue"))

    @property
    def can_try_again(self) -> bool:
        """Whether a librarian may ask for another try."""
        return self.upload.state in (State.FAILED, State.REFUSED) and bool(self.upload.incoming_key)

    @property
    def can_cancel(self) -> bool:
        """Whether it may be thrown away."""
        return self.upload.state not in (State.PUBLISHED, State.CANCELLED)

    @property
    def signal(self) -> str:
        """Which of the three signals of the look it is shown with."""
        if self.upload.state in (State.REFUSED, State.FAILED):
            return "attention"
        return "available" if self.upload.state in (State.REVIEW, State.PUBLISHED) else "waiting"

    @property
    def for_review(self) -> bool:
        """Whether it waits for a librarian."""
        return self.upload.state == State.REVIEW


def _steps(upload: Upload) -> list[StepStatus]:
    rows = {row.name: row for row in upload.steps.all()}
    recording = upload.content_type.startswith(_RECORDINGS)
    hidden = _ONLY_BOOKS if recording else _ONLY_RECORDINGS
    return [StepStatus(words, _state(upload, rows.get(name))) for name, words in STEPS.items() if name not in hidden]


def _state(upload: Upload, row: UploadStep | None) -> str:
    if row is None:
        return ""
    if row.status == UploadStep.Status.DONE:
        return "done"
    if row.status == UploadStep.Status.FAILED:
        return "failed"
    return "now" if row.name == upload.step and upload.state in UNFINISHED else ""


def _duration_phrase(seconds: float) -> str:
    """Rounded up: nobody minds when it is done sooner."""
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

"""The player of recordings: video or sound, captions, and the transcript that jumps to the second."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reading.errors import NotOpenToRead, PartMissing
from reading.gate import ReadAccess, authorize_read
from repository.models import Resource, ResourceFile
from repository.queries import file_of
from sharing.http import ViewerRequest

Role = ResourceFile.Role


@dataclass(frozen=True)
class Line:
    """What is said at a moment, in whole seconds and as a clock shows them."""

    second: int
    start_ms: int
    end_ms: int
    text: str

    @property
    def clock(self) -> str:
        """As 03:15 or 1:02:09."""
        minutes, seconds = divmod(self.second, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


@require_safe
def play(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """The recording, from the second that the address names, or where she stopped."""
    try:
        entry = authorize_read(request.viewer, resource)
    except NotOpenToRead as refusal:
        context = {"refusal": refusal, "resource": refusal.details["resource"]}
        return render(request, "reading/not_open.html", context, status=refusal.status)
    stream = file_of(entry.resource, Role.STREAM)
    if stream is None:
        raise PartMissing
    context = {
        "resource": entry.resource,
        "entry": entry,
        "is_sound": entry.resource.kind == Resource.Kind.AUDIO,
        "has_cover": file_of(entry.resource, Role.COVER) is not None,
        "captions": file_of(entry.resource, Role.CAPTIONS),
        "lines": _lines(entry.resource),
        "start": _start(request, entry),
        "files": list(entry.resource.files.filter(role=Role.ORIGINAL)) if entry.may_be_linked else [],
    }
    answer = render(request, "reading/player.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _lines(resource: Resource) -> list[Line]:
    cues = resource.cues.order_by("start_ms", "position")
    return [Line(cue.start_ms // 1000, cue.start_ms, cue.end_ms, cue.text) for cue in cues]


def _start(request: ViewerRequest, entry: ReadAccess) -> float | None:
    """In seconds; None where neither the address nor the loan names a moment."""
    asked = request.GET.get("t", "")
    if asked.isdecimal() and len(asked) < 7:
        return float(asked)
    saved = entry.loan.position.get("ms") if entry.loan else None
    return saved / 1000 if isinstance(saved, int) else None

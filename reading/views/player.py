"""The player of recordings: video or sound, captions, and a transcript with links to seconds."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from reading.errors import NotOpenToRead, PartMissing
from reading.gate import ReadAccess, authorize_read
from reading.links import timecode
from reading.positions import position_store, saved_position
from repository.languages import language_name
from repository.models import Resource, ResourceFile
from repository.queries import file_of
from sharing.http import ViewerRequest

Role = ResourceFile.Role


@dataclass(frozen=True)
class TranscriptLine:
    """A caption with its start and end in milliseconds."""

    start_ms: int
    end_ms: int
    text: str

    @property
    def second(self) -> int:
        """The whole second at which it starts."""
        return self.start_ms // 1000

    @property
    def timecode(self) -> str:
        """The start as players show it: 03:15 or 1:02:09."""
        return timecode(self.start_ms)


@dataclass(frozen=True)
class CaptionTrack:
    """The captions of one file: its number in addresses, its language (a code, or empty) and the name of that."""

    number: int
    language: str
    name: str


@require_safe
def play(request: ViewerRequest, resource: UUID) -> HttpResponseBase:
    """Show the recording from the second that the address names, or from the saved position."""
    try:
        access = authorize_read(request.viewer, resource)
    except NotOpenToRead as error:
        context = {"error": error, "resource": error.details["resource"]}
        return render(request, "reading/not_open.html", context, status=error.status)
    if file_of(access.resource, Role.STREAM) is None:
        raise PartMissing
    files = list(access.resource.files.filter(role=Role.CAPTIONS))
    chosen = next((file for file in files if str(file.position) == request.GET.get("phu-de")), next(iter(files), None))
    context = {
        "resource": access.resource,
        "access": access,
        "is_sound": access.resource.kind == Resource.Kind.AUDIO,
        "has_cover": file_of(access.resource, Role.COVER) is not None,
        "tracks": [_track(file) for file in files],
        "chosen": chosen.position if chosen else None,
        "lines": _transcript(chosen) if chosen else [],
        "start": _start(request, access),
        "position_store": position_store(access),
        "files": list(access.resource.files.filter(role=Role.ORIGINAL)) if access.may_download else [],
    }
    response = render(request, "reading/player.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _track(file: ResourceFile) -> CaptionTrack:
    language = file.details.get("language") or ""
    return CaptionTrack(file.position, language, capfirst(language_name(language)) if language else file.name)


def _transcript(captions: ResourceFile) -> list[TranscriptLine]:
    return [
        TranscriptLine(cue.start_ms, cue.end_ms, cue.text) for cue in captions.cues.order_by("start_ms", "position")
    ]


def _start(request: ViewerRequest, access: ReadAccess) -> float | None:
    """Return the start in seconds; None if neither the address nor the loan names a moment."""
    second = request.GET.get("t", "")
    if second.isdecimal() and len(second) < 7:
        return float(second)
    saved = saved_position(access).get("ms")
    return saved / 1000 if isinstance(saved, int) else None

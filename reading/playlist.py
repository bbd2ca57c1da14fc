"""The HLS playlist of a stream, whose segments are all asked for at the gate."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from reading.errors import PartMissing
from reading.ranges import Span
from repository.models import ResourceFile


@dataclass(frozen=True)
class Segment:
    """Some seconds of a recording, and where their bytes lie in the one stored file."""

    duration: float
    place: Span


def segments_of(stream: ResourceFile) -> list[Segment]:
    """In their order; `details` is written by ingest as ResourceFile tells."""
    rows: list[tuple[float, float, int, int]] = stream.details.get("segments", [])
    return [Segment(duration, Span(offset, offset + length)) for _start, duration, offset, length in rows]


def place_of(stream: ResourceFile, number: int) -> Span:
    """Where the bytes of a segment lie. Raises NothingToShow."""
    segments = segments_of(stream)
    if number >= len(segments):
        raise PartMissing
    return segments[number].place


def write(stream: ResourceFile, address: Callable[[int], str]) -> str:
    """The playlist; `address` gives that of a segment by its number."""
    segments = segments_of(stream)
    longest = math.ceil(max((segment.duration for segment in segments), default=1))
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-PLAYLIST-TYPE:VOD", f"#EXT-X-TARGETDURATION:{longest}"]
    for number, segment in enumerate(segments):
        lines += [f"#EXTINF:{segment.duration:.5f},", address(number)]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])

"""The HLS playlist of a stream, whose segments are all asked for at the gate."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from reading.errors import NothingToShow
from reading.ranges import Span
from repository.models import ResourceFile

MAP = "map"  # the header that stands before the segments of an fMP4 stream


@dataclass(frozen=True)
class Segment:
    """Some seconds of a recording, and where their bytes lie in the one stored file."""

    duration: float
    place: Span


def segments_of(stream: ResourceFile) -> list[Segment]:
    """In their order; `details` is written by ingest as ResourceFile tells."""
    rows: list[tuple[float, float, int, int]] = stream.details.get("segments", [])
    return [Segment(duration, Span(offset, offset + length)) for _start, duration, offset, length in rows]


def header_of(stream: ResourceFile) -> Span | None:
    """The bytes before the first segment that each player needs, if the stream has any."""
    row: list[int] | None = stream.details.get(MAP)
    return Span(row[0], row[0] + row[1]) if row else None


def place_of(stream: ResourceFile, number: int) -> Span:
    """Where the bytes of a segment lie. Raises NothingToShow."""
    segments = segments_of(stream)
    if number >= len(segments):
        raise NothingToShow
    return segments[number].place


def write(stream: ResourceFile, address: Callable[[int | str], str]) -> str:
    """The playlist; `address` gives that of a segment by its number, or of the header by MAP."""
    segments = segments_of(stream)
    longest = math.ceil(max((segment.duration for segment in segments), default=1))
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-PLAYLIST-TYPE:VOD", f"#EXT-X-TARGETDURATION:{longest}"]
    if header_of(stream) is not None:
        lines.append(f'#EXT-X-MAP:URI="{address(MAP)}"')
    for number, segment in enumerate(segments):
        lines += [f"#EXTINF:{segment.duration:.5f},", address(number)]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])

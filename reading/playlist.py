"""The HLS playlist of a stream (RFC 8216), whose segments all pass the delivery gate.

Library considered: m3u8, which also parses playlists; writing one takes the six lines of `render`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from reading.errors import PartMissing
from reading.ranges import ByteRange
from repository.models import ResourceFile


@dataclass(frozen=True)
class StreamSegment:
    """A segment of a recording: its duration in seconds, and its bytes in the stored file."""

    duration: float
    range: ByteRange


def segments_of(stream: ResourceFile) -> list[StreamSegment]:
    """Return the segments in order, from the details that the pipeline step writes (see ResourceFile)."""
    rows: list[tuple[float, float, int, int]] = stream.details.get("segments", [])
    return [StreamSegment(duration, ByteRange(offset, offset + length)) for _start, duration, offset, length in rows]


def range_of(stream: ResourceFile, number: int) -> ByteRange:
    """Return the bytes of a segment. Raises PartMissing."""
    segments = segments_of(stream)
    if number >= len(segments):
        raise PartMissing
    return segments[number].range


def render(stream: ResourceFile, address: Callable[[int], str]) -> str:
    """Return the playlist; `address` returns the address of a segment by its number."""
    segments = segments_of(stream)
    longest = math.ceil(max((segment.duration for segment in segments), default=1))
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-PLAYLIST-TYPE:VOD", f"#EXT-X-TARGETDURATION:{longest}"]
    for number, segment in enumerate(segments):
        lines += [f"#EXTINF:{segment.duration:.5f},", address(number)]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])

"""What a recording becomes: stream, poster, cues; runs in the child process."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.tools import captions, images, media

Message = tuple[dict[str, Any], list[bytes]]
POSTER_SIDE = 1280


def make_stream(path: str, folder: str, probe: dict[str, Any]) -> Iterator[Message]:
    """Write stream.ts into the folder; yields {"done": 0 to 1}, at last also {"segments", "playlist"}.

    A segment is [start s, duration s, offset, length].
    """
    for done in media.make_stream(Path(path), Path(folder), media.Probe(**probe)):
        yield {"done": done}, []
    playlist = (Path(folder) / "stream.m3u8").read_text()
    segments = [[s.start, s.duration, s.offset, s.length] for s in media.segments_of(playlist)]
    yield {"done": 1.0, "segments": segments, "playlist": playlist}, []


def make_poster(path: str, folder: str, probe: dict[str, Any]) -> Iterator[Message]:
    """One JPEG from the recording: {"width", "height"} and its bytes."""
    target = Path(folder) / "poster.png"
    media.poster(Path(path), target, media.Probe(**probe))
    made = images.jpeg(images.fit(images.open_image(target), POSTER_SIDE))
    yield {"width": made.width, "height": made.height}, [made.data]


def read_captions(path: str, name: str) -> Iterator[Message]:
    """{"cues": [[start ms, end ms, text], …], "language"} and the same as WebVTT."""
    cues = captions.cues_of(Path(path).read_bytes(), name)
    rows = [list(asdict(cue).values()) for cue in cues]
    yield {"cues": rows, "language": captions.language_by_name(name)}, [captions.as_vtt(cues)]

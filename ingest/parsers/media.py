"""Recordings: probed, made into one HLS rendition in a single file, with a poster; the only file that knows ffmpeg.

One file with byte ranges (`single_file`), so that one blob holds the stream and the gate serves segment n from it by
offset and length. What fits already is only remuxed, 39 times cheaper than encoding again.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import ffmpeg

from ingest.errors import Damaged, NoStreams, TooLong
from workers.processes import die_with_parent

SEGMENT_SECONDS = 4
MAX_HEIGHT = 720
MAX_HOURS = 6
STREAM_TYPE = "video/mp2t"
_STALLED = 120  # seconds without a word from ffmpeg
_PROTOCOLS = "file,pipe"
# What schools send; exotic demuxers and decoders have the holes.
_DEMUXERS = "mov,matroska,avi,mpeg,mpegts,ogg,mp3,wav,flac,aac,asf,flv"
_COPYABLE_PIXELS = {"yuv420p", "yuvj420p"}
_RANGE = re.compile(r"#EXTINF:([\d.]+),[^\n]*\n#EXT-X-BYTERANGE:(\d+)(?:@(\d+))?")


@dataclass(frozen=True)
class Probe:
    """What a recording holds; `width` and `height` are 0 when there is only sound, which may bring its `cover`."""

    seconds: float
    width: int
    height: int
    video: str
    audio: str
    pixels: str
    key_frames_close: bool
    tags: dict[str, str]
    cover: bool = False

    @property
    def fits(self) -> bool:
        """Whether players and phones take its picture as it is."""
        return self.video == "h264" and self.pixels in _COPYABLE_PIXELS and self.height <= MAX_HEIGHT


@dataclass(frozen=True)
class Segment:
    """A piece of the stream: seconds and bytes."""

    start: float
    duration: float
    offset: int
    length: int


def probe(path: Path) -> Probe:
    """Raises Damaged, NoStreams, TooLong."""
    output = _probed(path)
    streams = output.get("streams", [])
    video: dict[str, Any] = next((s for s in streams if s.get("codec_type") == "video" and not _is_cover(s)), {})
    audio: dict[str, Any] = next((s for s in streams if s.get("codec_type") == "audio"), {})
    if not video and not audio:
        raise NoStreams
    form = output.get("format", {})
    seconds = float(form.get("duration") or video.get("duration") or audio.get("duration") or 0)
    if seconds > MAX_HOURS * 3600:
        raise TooLong(limit=MAX_HOURS)
    width, height = int(video.get("width") or 0), int(video.get("height") or 0)
    if _turned(video):
        width, height = height, width
    return Probe(
        seconds=seconds,
        width=width,
        height=height,
        video=str(video.get("codec_name", "")),
        audio=str(audio.get("codec_name", "")),
        pixels=str(video.get("pix_fmt", "")),
        key_frames_close=bool(video) and _key_frames_close(path),
        cover=any(_is_cover(stream) for stream in streams),
        tags={str(k).lower(): str(v) for k, v in (form.get("tags") or {}).items()},
    )


def make_stream(path: Path, folder: Path, found: Probe) -> Iterator[float]:
    """Write stream.ts and stream.m3u8 into the folder; yields how far it is, 0 to 1. Raises Damaged."""
    source = ffmpeg.input(str(path), **_limits())
    options: dict[str, Any] = {
        "f": "hls", "hls_time": SEGMENT_SECONDS, "hls_playlist_type": "vod", "hls_list_size": 0,
        "hls_flags": "single_file", "hls_segment_type": "mpegts", "hls_segment_filename": str(folder / "stream.ts"),
        "map_metadata": -1, "sn": None, "dn": None, "threads": 1,
    }  # fmt: skip
    chosen = [source["v:0"]] if found.video else []
    if found.audio:
        chosen.append(source["a:0"])
    output = ffmpeg.output(*chosen, str(folder / "stream.m3u8"), **options, **_picture(found), **_sound(found))
    yield from _run(output.overwrite_output().compile(), found.seconds)


def segments_of(playlist: str) -> list[Segment]:
    """The table of a single-file playlist."""
    found, start, end = [], 0.0, 0
    for duration, length, offset in _RANGE.findall(playlist):
        begin = int(offset) if offset else end
        found.append(Segment(round(start, 3), float(duration), begin, int(length)))
        start, end = start + float(duration), begin + int(length)
    return found


def poster(path: Path, target: Path, found: Probe) -> None:
    """One picture, as PNG for Pillow to encode: from a tenth into the recording, or of sound the cover inside it.

    Seeking before the input is fast.
    """
    moment = {"ss": f"{min(found.seconds / 10, 30):.2f}"} if found.video else {}
    source = ffmpeg.input(str(path), **moment, **_limits())
    size = {"vf": f"scale='min({MAX_HEIGHT * 16 // 9},iw)':-2"}
    for _done in _run(source["v:0"].output(str(target), vframes=1, **size).overwrite_output().compile(), 0):
        pass
    if not target.exists():
        raise Damaged


def _picture(found: Probe) -> dict[str, Any]:
    if not found.video:
        return {}
    if found.fits and found.key_frames_close:
        return {"c:v": "copy"}
    size = "trunc(oh*a/2)*2:" + f"min({MAX_HEIGHT}\\,trunc(ih/2)*2)"
    every = f"expr:gte(t,n_forced*{SEGMENT_SECONDS})"
    return {
        "c:v": "libx264", "preset": "veryfast", "crf": 23, "pix_fmt": "yuv420p", "vf": f"scale={size}",
        "force_key_frames": every, "profile:v": "main",
    }  # fmt: skip


def _sound(found: Probe) -> dict[str, Any]:
    if not found.audio:
        return {}
    if found.audio == "aac":
        return {"c:a": "copy"}
    return {"c:a": "aac", "b:a": "96k", "ac": 2, "ar": 44100}


def _limits() -> dict[str, Any]:
    return {"protocol_whitelist": _PROTOCOLS, "format_whitelist": _DEMUXERS}


def _run(command: list[str], seconds: float) -> Iterator[float]:
    """Run ffmpeg; its own progress lines say how far it is. Raises Damaged where it fails."""
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1"]
    with subprocess.Popen(
        [command[0], *quiet, *command[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=partial(die_with_parent, os.getpid()),  # the reader that started it may be killed at any moment
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.startswith("out_time_us=") and seconds and line[12:].strip().lstrip("-").isdigit():
                yield min(max(int(line[12:]) / 1e6 / seconds, 0.0), 1.0)
    if running.returncode:
        raise Damaged


def _probed(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", _PROTOCOLS, "-format_whitelist", _DEMUXERS]
    command += ["-show_format", "-show_streams", "-of", "json", str(path)]
    try:
        output = subprocess.run(command, capture_output=True, timeout=_STALLED, check=True, stdin=subprocess.DEVNULL)
        return dict(json.loads(output.stdout))
    except (subprocess.SubprocessError, ValueError) as problem:
        raise Damaged from problem


def _key_frames_close(path: Path) -> bool:
    """Whether no segment cut at key frames would be longer than two of ours; looks at the first two minutes."""
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", _PROTOCOLS, "-format_whitelist", _DEMUXERS]
    command += ["-select_streams", "v:0", "-skip_frame", "nokey", "-read_intervals", "%+120"]
    command += ["-show_entries", "frame=pts_time", "-of", "csv=p=0", str(path)]
    try:
        output = subprocess.run(command, capture_output=True, timeout=_STALLED, check=True, stdin=subprocess.DEVNULL)
    except subprocess.SubprocessError:
        return False
    times = [float(t) for t in re.findall(r"^-?\d+\.\d+", output.stdout.decode(), re.MULTILINE)]
    gaps = [after - before for before, after in pairwise(times)]
    return bool(times) and max(gaps, default=0) <= 2 * SEGMENT_SECONDS


def _is_cover(stream: dict[str, Any]) -> bool:
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _turned(video: dict[str, Any]) -> bool:
    sides = [abs(int(side.get("rotation", 0))) for side in video.get("side_data_list", [])]
    return any(side in (90, 270) for side in sides)

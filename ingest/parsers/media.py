"""Recordings: probe them, make one HLS rendition in a single file, make a poster. The only file that imports ffmpeg.

One file with byte ranges (`single_file`), so that one blob holds the stream, and the delivery gate serves segment n by
offset and length. Streams that players can play are only remuxed, 39 times cheaper than encoding.
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
_PROBE_TIMEOUT = 120  # seconds
_PROTOCOLS = "file,pipe"
# What schools upload; rare demuxers have most of the vulnerabilities.
_DEMUXERS = "mov,matroska,avi,mpeg,mpegts,ogg,mp3,wav,flac,aac,asf,flv"
_COPYABLE_PIXELS = {"yuv420p", "yuvj420p"}
_RANGE = re.compile(r"#EXTINF:([\d.]+),[^\n]*\n#EXT-X-BYTERANGE:(\d+)(?:@(\d+))?")


@dataclass(frozen=True)
class Probe:
    """What a recording contains. `width`, `height`: pixels, 0 for sound; `cover`: a sound file contains a picture."""

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
    def is_playable(self) -> bool:
        """Whether browsers and phones can play the video without encoding it again."""
        return self.video == "h264" and self.pixels in _COPYABLE_PIXELS and self.height <= MAX_HEIGHT


@dataclass(frozen=True)
class Segment:
    """A segment of the stream: start and duration in seconds, offset and length in bytes."""

    start: float
    duration: float
    offset: int
    length: int


def probe(path: Path) -> Probe:
    """Probe a recording. Raises Damaged, NoStreams, TooLong."""
    probed = _probe(path)
    streams = probed.get("streams", [])
    video: dict[str, Any] = next((s for s in streams if s.get("codec_type") == "video" and not _is_cover(s)), {})
    audio: dict[str, Any] = next((s for s in streams if s.get("codec_type") == "audio"), {})
    if not video and not audio:
        raise NoStreams
    form = probed.get("format", {})
    seconds = float(form.get("duration") or video.get("duration") or audio.get("duration") or 0)
    if seconds > MAX_HOURS * 3600:
        raise TooLong(limit=MAX_HOURS)
    width, height = int(video.get("width") or 0), int(video.get("height") or 0)
    if _is_sideways(video):
        width, height = height, width
    return Probe(
        seconds=seconds,
        width=width,
        height=height,
        video=str(video.get("codec_name", "")),
        audio=str(audio.get("codec_name", "")),
        pixels=str(video.get("pix_fmt", "")),
        key_frames_close=bool(video) and _has_close_key_frames(path),
        cover=any(_is_cover(stream) for stream in streams),
        tags={str(k).lower(): str(v) for k, v in (form.get("tags") or {}).items()},
    )


def make_stream(path: Path, folder: Path, facts: Probe) -> Iterator[float]:
    """Write stream.ts and stream.m3u8 into the folder; yield the progress, from 0 to 1. Raises Damaged."""
    source = ffmpeg.input(str(path), **_limits())
    options: dict[str, Any] = {
        "f": "hls", "hls_time": SEGMENT_SECONDS, "hls_playlist_type": "vod", "hls_list_size": 0,
        "hls_flags": "single_file", "hls_segment_type": "mpegts", "hls_segment_filename": str(folder / "stream.ts"),
        "map_metadata": -1, "sn": None, "dn": None, "threads": 1,
    }  # fmt: skip
    streams = [source["v:0"]] if facts.video else []
    if facts.audio:
        streams.append(source["a:0"])
    output = ffmpeg.output(*streams, str(folder / "stream.m3u8"), **options, **_video(facts), **_audio(facts))
    yield from _run(output.overwrite_output().compile(), facts.seconds)


def segments_of(playlist: str) -> list[Segment]:
    """Return the segments of a single-file playlist."""
    segments: list[Segment] = []
    start, end = 0.0, 0
    for duration, length, offset in _RANGE.findall(playlist):
        begin = int(offset) if offset else end
        segments.append(Segment(round(start, 3), float(duration), begin, int(length)))
        start, end = start + float(duration), begin + int(length)
    return segments


def poster(path: Path, target: Path, facts: Probe) -> None:
    """Write a PNG: the frame at a tenth of a video, at most 30 seconds in, or the picture in a sound file.

    Raises Damaged.
    """
    seek = {"ss": f"{min(facts.seconds / 10, 30):.2f}"} if facts.video else {}  # before the input: ffmpeg seeks fast
    source = ffmpeg.input(str(path), **seek, **_limits())
    size = {"vf": f"scale='min({MAX_HEIGHT * 16 // 9},iw)':-2"}
    for _done in _run(source["v:0"].output(str(target), vframes=1, **size).overwrite_output().compile(), 0):
        pass
    if not target.exists():
        raise Damaged


def _video(facts: Probe) -> dict[str, Any]:
    if not facts.video:
        return {}
    if facts.is_playable and facts.key_frames_close:
        return {"c:v": "copy"}
    size = "trunc(oh*a/2)*2:" + f"min({MAX_HEIGHT}\\,trunc(ih/2)*2)"
    key_frames = f"expr:gte(t,n_forced*{SEGMENT_SECONDS})"
    return {
        "c:v": "libx264", "preset": "veryfast", "crf": 23, "pix_fmt": "yuv420p", "vf": f"scale={size}",
        "force_key_frames": key_frames, "profile:v": "main",
    }  # fmt: skip


def _audio(facts: Probe) -> dict[str, Any]:
    if not facts.audio:
        return {}
    if facts.audio == "aac":
        return {"c:a": "copy"}
    return {"c:a": "aac", "b:a": "96k", "ac": 2, "ar": 44100}


def _limits() -> dict[str, Any]:
    return {"protocol_whitelist": _PROTOCOLS, "format_whitelist": _DEMUXERS}


def _run(command: list[str], seconds: float) -> Iterator[float]:
    """Run ffmpeg and yield its progress, from 0 to 1; `seconds`: the length of the recording. Raises Damaged."""
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1"]
    with subprocess.Popen(
        [command[0], *quiet, *command[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=partial(die_with_parent, os.getpid()),  # the parser may be killed at any time
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("out_time_us=") and seconds and line[12:].strip().lstrip("-").isdigit():
                yield min(max(int(line[12:]) / 1e6 / seconds, 0.0), 1.0)
    if process.returncode:
        raise Damaged


def _probe(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", _PROTOCOLS, "-format_whitelist", _DEMUXERS]
    command += ["-show_format", "-show_streams", "-of", "json", str(path)]
    try:
        return dict(json.loads(_output_of(command)))
    except (subprocess.SubprocessError, ValueError) as problem:
        raise Damaged from problem


def _output_of(command: list[str]) -> bytes:
    """Run a program and return what it prints. Raises SubprocessError."""
    ended = subprocess.run(command, capture_output=True, timeout=_PROBE_TIMEOUT, check=True, stdin=subprocess.DEVNULL)
    return ended.stdout


def _has_close_key_frames(path: Path) -> bool:
    """Return whether segments cut at key frames stay below twice SEGMENT_SECONDS, in the first two minutes."""
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", _PROTOCOLS, "-format_whitelist", _DEMUXERS]
    command += ["-select_streams", "v:0", "-skip_frame", "nokey", "-read_intervals", "%+120"]
    command += ["-show_entries", "frame=pts_time", "-of", "csv=p=0", str(path)]
    try:
        frames = _output_of(command)
    except subprocess.SubprocessError:
        return False
    times = [float(t) for t in re.findall(r"^-?\d+\.\d+", frames.decode(), re.MULTILINE)]
    gaps = [after - before for before, after in pairwise(times)]
    return bool(times) and max(gaps, default=0) <= 2 * SEGMENT_SECONDS


def _is_cover(stream: dict[str, Any]) -> bool:
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _is_sideways(video: dict[str, Any]) -> bool:
    sides = [abs(int(side.get("rotation", 0))) for side in video.get("side_data_list", [])]
    return any(side in (90, 270) for side in sides)

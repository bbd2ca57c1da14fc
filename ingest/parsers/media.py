"""Recordings: one HLS rendition in a single file, a poster, captions inside. The only file that imports ffmpeg.

One file with byte ranges (`single_file`), so that one blob holds the stream, and the delivery gate serves segment n by
offset and length. Streams that players can play are only remuxed, 39 times cheaper than encoding.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import ffmpeg

from ingest.errors import Damaged
from ingest.parsers.media_probe import DEMUXERS, MAX_HEIGHT, PROTOCOLS, SEGMENT_SECONDS, Probe
from workers.processes import die_with_parent

MAX_RATE = 60  # pictures in a second; browsers record with a clock of 1000
_LONGEST_SEGMENT = 3 * SEGMENT_SECONDS  # seconds
_RANGE = re.compile(r"#EXTINF:([\d.]+),[^\n]*\n#EXT-X-BYTERANGE:(\d+)(?:@(\d+))?")


@dataclass(frozen=True)
class Segment:
    """A segment of the stream: start and duration in seconds, offset and length in bytes."""

    start: float
    duration: float
    offset: int
    length: int


def make_stream(path: Path, folder: Path, facts: Probe) -> Iterator[float]:
    """Write stream.ts and stream.m3u8 into the folder; yield the progress, from 0 to 1. Raises Damaged.

    The stream's time is the recording's: seconds before the first picture or sound are filled, so that captions fit.
    """
    if facts.may_be_copied:
        yield from _run(_stream_command(path, folder, facts, {"c:v": "copy"}), facts.seconds)
        segments = segments_of((folder / "stream.m3u8").read_text())
        if max((segment.duration for segment in segments), default=0) <= _LONGEST_SEGMENT:
            return
    yield from _run(_stream_command(path, folder, facts, _encoded_video(facts)), facts.seconds)


def _stream_command(path: Path, folder: Path, facts: Probe, video: dict[str, Any]) -> list[str]:
    source = ffmpeg.input(str(path), **_limits())
    options: dict[str, Any] = {
        "f": "hls", "hls_time": SEGMENT_SECONDS, "hls_playlist_type": "vod", "hls_list_size": 0,
        "hls_flags": "single_file", "hls_segment_type": "mpegts", "hls_segment_filename": str(folder / "stream.ts"),
        "map_metadata": -1, "sn": None, "dn": None, "threads": 1,
    }  # fmt: skip
    streams = [source["v:0"]] if facts.video else []
    if facts.audio:
        streams.append(source["a:0"])
    output = ffmpeg.output(*streams, str(folder / "stream.m3u8"), **options, **video, **_audio(facts))
    return list(output.overwrite_output().compile())


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

    A video whose pictures end before that shows its first one. Raises Damaged.
    """
    seeks = [{"ss": f"{min(facts.seconds / 10, 30):.2f}"}] if facts.video else []  # before the input: ffmpeg seeks fast
    size = {"vf": f"scale='min({MAX_HEIGHT * 16 // 9},iw)':-2"}
    for seek in [*seeks, {}]:
        source = ffmpeg.input(str(path), **seek, **_limits())
        for _done in _run(source["v:0"].output(str(target), vframes=1, **size).overwrite_output().compile(), 0):
            pass
        if target.exists():
            return
    raise Damaged


def write_captions(path: Path, target: Path, facts: Probe, number: int) -> None:
    """Write captions that the file contains as WebVTT, in the time of the stream; `number`: as in CaptionsInside.

    Raises Damaged.
    """
    source = ffmpeg.input(str(path), **_limits())
    clock = {"copyts": None} if facts.counts_from_start else {}
    output = source[f"s:{number}"].output(str(target), f="webvtt", **clock)
    for _done in _run(output.overwrite_output().compile(), 0):
        pass


def _encoded_video(facts: Probe) -> dict[str, Any]:
    if not facts.video:
        return {}
    size = "trunc(oh*dar/2)*2:" + f"min({MAX_HEIGHT}\\,trunc(ih/2)*2)"
    filters = ["yadif=deint=interlaced", f"scale={size}", "setsar=1"]
    if not 0 < facts.frame_rate <= MAX_RATE:
        filters.append(f"fps={MAX_RATE // 2}")
    if facts.video_lead:
        filters += ["setpts=PTS-STARTPTS", f"tpad=start_duration={facts.video_lead:.3f}"]
    key_frames = f"expr:gte(t,n_forced*{SEGMENT_SECONDS})"
    return {
        "c:v": "libx264", "preset": "veryfast", "crf": 23, "pix_fmt": "yuv420p", "vf": ",".join(filters),
        "force_key_frames": key_frames, "profile:v": "main",
    }  # fmt: skip


def _audio(facts: Probe) -> dict[str, Any]:
    if not facts.audio:
        return {}
    if facts.audio == "aac" and not facts.has_lead and not facts.is_cut:
        return {"c:a": "copy"}
    lead = {"af": f"asetpts=PTS-STARTPTS,adelay={round(facts.audio_lead * 1000)}:all=1"} if facts.has_lead else {}
    return {"c:a": "aac", "b:a": "96k", "ac": 2, "ar": 44100, **lead}


def _limits() -> dict[str, Any]:
    return {"protocol_whitelist": PROTOCOLS, "format_whitelist": DEMUXERS}


def _run(command: list[str], seconds: float) -> Iterator[float]:
    """Run ffmpeg and yield its progress, from 0 to 1; `seconds`: the length of the recording, 0 if unknown.

    Raises Damaged.
    """
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
            if line.startswith("out_time_us=") and line[12:].strip().lstrip("-").isdigit():
                yield min(max(int(line[12:]) / 1e6 / seconds, 0.0), 1.0) if seconds else 0.0
    if process.returncode:
        raise Damaged

"""What a recording contains, by ffprobe: streams, length, how its pictures are to be shown, captions inside."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from ingest.errors import Damaged, NoStreams, TooLong

SEGMENT_SECONDS = 4  # of the stream that is made
MAX_HEIGHT = 720
MAX_HOURS = 6
PROTOCOLS = "file,pipe"
# What schools upload; rare demuxers have most of the vulnerabilities.
DEMUXERS = "mov,matroska,avi,mpeg,mpegts,ogg,mp3,wav,flac,aac,asf,flv"
_PROBE_TIMEOUT = 120  # seconds
_LOOKED_AT = 120  # seconds of a recording in which key frames are looked for
_COPYABLE_PIXELS = {"yuv420p", "yuvj420p"}
_INTERLACED = {"tt", "bb", "tb", "bt"}
_UPRIGHT = ["65536", "0", "0", "0", "65536"]  # the numbers of a display matrix that neither turns nor mirrors
# Formats whose clock starts when the recording does. A first picture at 2 s is preceded by 2 s of nothing, which
# players show and captions count; in other formats the clock starts anywhere, and players begin with the first picture.
_CLOCK_FROM_START = {"mov", "matroska"}
# A lead below this is not worth encoding a recording for. One above MAX_LEAD is no lead, but a clock that ran before.
MIN_LEAD, MAX_LEAD = 0.5, 600.0  # seconds
_TEXT_CAPTIONS = {"mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text"}


@dataclass(frozen=True)
class Probe:
    """What a recording contains. `width`, `height`: pixels as shown, 0 for sound; `cover`: a sound file has a picture.

    The fields with a default were added after release 0.1.0, whose facts may still wait in a step's result.
    """

    seconds: float
    width: int
    height: int
    video: str
    audio: str
    pixels: str
    key_frames_close: bool  # the stream can be cut into segments of a few seconds where it has key frames
    tags: dict[str, str]
    cover: bool = False
    shown_as_stored: bool = True  # no rotation, no stretched pixels, no half pictures: what a copy of the stream keeps
    is_cut: bool = False  # it contains a beginning that is not to be played, because somebody cut it
    frame_rate: float = 0.0  # pictures in a second; 0: unknown
    video_lead: float = 0.0  # seconds before the first picture, if they belong to the recording
    audio_lead: float = 0.0
    counts_from_start: bool = False  # the clock of the file starts when the recording does
    captions: list[dict[str, Any]] = field(default_factory=list)  # fields of CaptionsInside

    @property
    def is_playable(self) -> bool:
        """Whether browsers and phones can play the video without encoding it again."""
        return self.video == "h264" and self.pixels in _COPYABLE_PIXELS and self.height <= MAX_HEIGHT

    @property
    def may_be_copied(self) -> bool:
        """Whether a copy of the pictures plays, as they are meant to be shown, in segments of a few seconds."""
        plays_as_stored = self.shown_as_stored and not self.is_cut and not self.has_lead
        return self.is_playable and self.key_frames_close and plays_as_stored

    @property
    def has_lead(self) -> bool:
        """Whether the recording begins with seconds that no picture or sound fills."""
        return max(self.video_lead, self.audio_lead) > 0


@dataclass(frozen=True)
class CaptionsInside:
    """Captions that the file contains: their number among its captions, their language (`vi`; empty if not stated)."""

    number: int
    language: str
    is_text: bool  # others are pictures of words


def probe(path: Path) -> Probe:
    """Probe a recording. Raises Damaged, NoStreams, TooLong."""
    probed = _probe(path)
    streams = probed.get("streams", [])
    video: dict[str, Any] = next((s for s in streams if s.get("codec_type") == "video" and not _is_cover(s)), {})
    audio: dict[str, Any] = next((s for s in streams if s.get("codec_type") == "audio"), {})
    if not video and not audio:
        raise NoStreams
    form = probed.get("format", {})
    seconds = float(form.get("duration") or video.get("duration") or audio.get("duration") or 0) or _measured(path)
    if seconds > MAX_HOURS * 3600:
        raise TooLong(limit=MAX_HOURS)
    width, height = int(video.get("width") or 0), int(video.get("height") or 0)
    if _is_sideways(video):
        width, height = height, width
    is_clock_of_recording = not _CLOCK_FROM_START.isdisjoint(str(form.get("format_name", "")).split(","))
    counts_from_start = is_clock_of_recording and float(form.get("start_time") or 0) <= MAX_LEAD
    return Probe(
        seconds=seconds,
        width=width,
        height=height,
        video=str(video.get("codec_name", "")),
        audio=str(audio.get("codec_name", "")),
        pixels=str(video.get("pix_fmt", "")),
        key_frames_close=bool(video) and _has_close_key_frames(path, seconds),
        cover=any(_is_cover(stream) for stream in streams),
        tags={str(k).lower(): str(v) for k, v in (form.get("tags") or {}).items()},
        shown_as_stored=not video or _is_shown_as_stored(video),
        is_cut=any(_first_packet(path, stream) < -MIN_LEAD for stream in (video, audio) if stream),
        frame_rate=_ratio(video.get("avg_frame_rate")),
        video_lead=_lead(video) if counts_from_start else 0.0,
        audio_lead=_lead(audio) if counts_from_start else 0.0,
        counts_from_start=counts_from_start,
        captions=[vars(found) for found in _captions(streams)],
    )


def _probe(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(_ffprobe(path, "-show_format", "-show_streams", "-of", "json")))
    except (subprocess.SubprocessError, ValueError) as problem:
        raise Damaged from problem


def _ffprobe(path: Path, *options: str) -> bytes:
    """Return what ffprobe prints. Raises SubprocessError."""
    command = ["ffprobe", "-v", "error", "-protocol_whitelist", PROTOCOLS, "-format_whitelist", DEMUXERS]
    return _output_of([*command, *options, str(path)])


def _output_of(command: list[str]) -> bytes:
    """Run a program and return what it prints. Raises SubprocessError."""
    ended = subprocess.run(command, capture_output=True, timeout=_PROBE_TIMEOUT, check=True, stdin=subprocess.DEVNULL)
    return ended.stdout


def _measured(path: Path) -> float:
    """Return the length in seconds of a file that does not state it, as browsers record; 0 if it cannot be measured."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-protocol_whitelist", PROTOCOLS, "-format_whitelist", DEMUXERS]
    command += ["-i", str(path), "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-progress", "pipe:1", "-f", "null", "-"]
    try:
        ends = re.findall(rb"^out_time_us=(\d+)$", _output_of(command), re.MULTILINE)
    except subprocess.SubprocessError:
        return 0.0
    return int(ends[-1]) / 1e6 if ends else 0.0


def _has_close_key_frames(path: Path, seconds: float) -> bool:
    """Return whether segments cut at key frames stay below three times SEGMENT_SECONDS, in the first two minutes."""
    options = ["-select_streams", "v:0", "-read_intervals", f"%+{_LOOKED_AT}"]
    try:
        listed = _ffprobe(path, *options, "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0").decode()
    except subprocess.SubprocessError:
        return False
    packets = re.findall(r"^(-?\d+\.\d+),([A-Z_]+)", listed, re.MULTILINE)
    if not packets:
        return False
    keys = [float(time) for time, flags in packets if "K" in flags]
    first = float(packets[0][0])
    keys.append(first + min(_LOOKED_AT, seconds) if seconds else max(float(time) for time, _flags in packets))
    return max((after - before for before, after in pairwise(keys)), default=0) <= 2 * SEGMENT_SECONDS


def _first_packet(path: Path, stream: dict[str, Any]) -> float:
    """Return the time of a stream's first packet in seconds; it is negative where an edit list skips the packet."""
    options = ["-select_streams", str(stream["index"]), "-read_intervals", "%+#1"]
    try:
        listed = _ffprobe(path, *options, "-show_entries", "packet=pts_time", "-of", "csv=p=0").decode()
    except subprocess.SubprocessError:
        return 0.0
    times = re.findall(r"^-?\d+\.\d+", listed, re.MULTILINE)
    return float(times[0]) if times else 0.0


def _is_cover(stream: dict[str, Any]) -> bool:
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _is_sideways(video: dict[str, Any]) -> bool:
    sides = [abs(int(side.get("rotation", 0))) for side in video.get("side_data_list", [])]
    return any(side in (90, 270) for side in sides)


def _is_shown_as_stored(video: dict[str, Any]) -> bool:
    matrices = [side["displaymatrix"] for side in video.get("side_data_list", []) if "displaymatrix" in side]
    turned = any(re.findall(r"(?<=\s)-?\d+(?=\s)", matrix)[:5] != _UPRIGHT for matrix in matrices)
    stretched = video.get("sample_aspect_ratio", "1:1") not in ("1:1", "0:1", "N/A")
    return not turned and not stretched and video.get("field_order") not in _INTERLACED


def _ratio(text: str | None) -> float:
    over, _slash, under = (text or "0/0").partition("/")
    return int(over) / int(under) if over.isdecimal() and under.isdecimal() and int(under) else 0.0


def _lead(stream: dict[str, Any]) -> float:
    start = float(stream.get("start_time") or 0)
    return start if start >= MIN_LEAD else 0.0


def _captions(streams: list[dict[str, Any]]) -> Iterator[CaptionsInside]:
    inside = [stream for stream in streams if stream.get("codec_type") == "subtitle"]
    for number, stream in enumerate(inside):
        stated = str((stream.get("tags") or {}).get("language", "")).lower()
        language = _LANGUAGES.get(stated, stated if re.fullmatch("[a-z]{2}", stated) else "")
        yield CaptionsInside(number, language, stream.get("codec_name") in _TEXT_CAPTIONS)


# ISO 639-2, as files state languages, for those that schools meet.
_LANGUAGES = {
    "vie": "vi", "eng": "en", "fra": "fr", "fre": "fr", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh",
    "rus": "ru", "deu": "de", "ger": "de", "spa": "es",
}  # fmt: skip

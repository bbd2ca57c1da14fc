"""Captions as WebVTT or SRT, in the encodings that Vietnamese school computers write."""

import html
import re
import unicodedata
from dataclasses import dataclass
from io import StringIO

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from ingest.errors import BadCaptions

_MARKUP = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")


@dataclass(frozen=True)
class CaptionCue:
    """Words that are spoken between two times, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


def cues_of(data: bytes, name: str) -> list[CaptionCue]:
    """Return the cues in order of time, without markup, in NFC; `name` is for the error. Raises BadCaptions."""
    text = _decoded(data, name).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n ")
    try:
        parsed = webvtt.from_string(text) if text.startswith("WEBVTT") else webvtt.from_buffer(StringIO(text), "srt")
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError) as problem:
        raise BadCaptions(name=name) from problem
    cues = [_cue(caption) for caption in parsed.captions]
    valid = sorted((cue for cue in cues if cue.text and cue.end_ms > cue.start_ms), key=lambda cue: cue.start_ms)
    if not valid:
        raise BadCaptions(name=name)
    return valid


def as_vtt(cues: list[CaptionCue]) -> bytes:
    """Return the cues as WebVTT in UTF-8."""
    return ("\n\n".join(["WEBVTT", *map(_vtt_block, cues)]) + "\n").encode()


def _vtt_block(cue: CaptionCue) -> str:
    text = html.escape(cue.text, quote=False)
    return f"{_timestamp(cue.start_ms)} --> {_timestamp(cue.end_ms)}\n{text}"


def _cue(caption: webvtt.Caption) -> CaptionCue:
    plain = html.unescape(_MARKUP.sub("", caption.raw_text))
    text = "\n".join(line.strip() for line in unicodedata.normalize("NFC", plain).split("\n") if line.strip())
    return CaptionCue(_ms(caption.start), _ms(caption.end), text)


def _decoded(data: bytes, name: str) -> str:
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadCaptions(name=name)


def _ms(timestamp: str) -> int:
    *hours, minutes, seconds = timestamp.replace(",", ".").split(":")
    return round(((int(hours[0]) if hours else 0) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


def _timestamp(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"

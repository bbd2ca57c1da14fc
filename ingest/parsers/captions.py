"""Captions, WebVTT or SRT, in whatever encoding Vietnamese school computers wrote them."""

import html
import re
import unicodedata
from dataclasses import dataclass
from io import StringIO
from pathlib import PurePath

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from ingest.errors import BadCaptions

SUFFIXES = (".vtt", ".srt")
VTT_TYPE = "text/vtt"
_MARKUP = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_LANGUAGE = re.compile(r"\.([a-z]{2})(?:-[A-Za-z]+)?$", re.IGNORECASE)
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")


@dataclass(frozen=True)
class CaptionCue:
    """What is said, from one millisecond to another."""

    start_ms: int
    end_ms: int
    text: str


def is_captions(name: str) -> bool:
    """By the name: captions have no content that says so."""
    return name.lower().endswith(SUFFIXES)


def belongs_to(captions: str, recording: str) -> bool:
    """lesson.vtt and lesson.vi.srt belong to lesson.mp4."""
    stem = unicodedata.normalize("NFC", PurePath(captions).stem).casefold()
    of = unicodedata.normalize("NFC", PurePath(recording).stem).casefold()
    return stem == of or _LANGUAGE.sub("", stem) == of


def language_by_name(name: str) -> str:
    """`vi` of lesson.vi.vtt; empty where the name does not say."""
    found = _LANGUAGE.search(PurePath(name).stem)
    return found[1].lower() if found else ""


def cues_of(data: bytes, name: str) -> list[CaptionCue]:
    """The cues in order of time, markup removed, NFC; raises BadCaptions."""
    text = _decoded(data, name).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n ")
    try:
        read = webvtt.from_string(text) if text.startswith("WEBVTT") else webvtt.from_buffer(StringIO(text), "srt")
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError) as problem:
        raise BadCaptions(name=name) from problem
    cues = [_cue(caption) for caption in read.captions]
    valid = sorted((cue for cue in cues if cue.text and cue.end_ms > cue.start_ms), key=lambda cue: cue.start_ms)
    if not valid:
        raise BadCaptions(name=name)
    return valid


def as_vtt(cues: list[CaptionCue]) -> bytes:
    """The cues as the WebVTT that players take."""
    blocks = [f"{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}\n{html.escape(cue.text, quote=False)}" for cue in cues]
    return ("\n\n".join(["WEBVTT", *blocks]) + "\n").encode()


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


def _ms(clock: str) -> int:
    *hours, minutes, seconds = clock.replace(",", ".").split(":")
    return round(((int(hours[0]) if hours else 0) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"

"""Captions as WebVTT or SRT, as people write and save them: in old encodings, with slips, with times out of order.

Library considered: webvtt-py, which refuses a whole file for a space after a number, and takes
`x <3 … 5 > 2` for a tag.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.errors import BadCaptions
from ingest.parsers.legacy_encodings import decoded

MAX_MS = 2**31 - 1  # about 24 days; the largest number that a column of the catalogue holds
SHOWN_MS = 2_000  # how long a line is shown whose end is missing or before its start
_TIME = r"(-?) ?(?:(\d{1,4}) ?: ?)?(\d{1,4}) ?: ?(\d{1,2})(?: ?[.,:] ?(\d{1,9}))?"
_TIMES = re.compile(rf"[ \t]{{0,20}}{_TIME}[ \t]{{0,20}}(?:-{{1,3}}[ \t]?>|[–—][ \t]?>|→)[ \t]{{0,20}}{_TIME}(?![\d:])")
_NUMBER = re.compile(r"\s{0,20}\d{1,9}\s{0,20}")
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
# Only the tags that the two formats have: in a lesson of mathematics `<` is a sign.
_TAGS = re.compile(
    r"</?(?:[biucsv]|ruby|rt|lang|font|span)(?:\.[\w.-]{1,99})?>"  # <i>, </font>, <c.yellow>
    r"|<(?:v|lang)(?:\.[\w.-]{1,99})?[ \t][^<>\n]{0,99}>"  # <v Cô Hà>
    r"|<(?:font|span)(?:\s[^<>\n]{0,200})>"  # <font color="red">
    r"|<\d{1,4}:[\d:.]{4,20}>"  # <00:00:01.500>
    r"|\{\\[^{}\n]{0,200}\}",  # {\an8}
    re.IGNORECASE,
)
# Control characters, which no caption needs and PostgreSQL does not store, and signs without width.
_UNPRINTED = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x2060, 0xFEFF} - {0x09, 0x0A})


@dataclass(frozen=True)
class CaptionCue:
    """Words that are spoken between two times, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


def cues_of(data: bytes, name: str) -> list[CaptionCue]:
    """Return the cues in order of time, without markup, in NFC; `name` is for the error. Raises BadCaptions.

    No words are lost for a time that cannot be right: a start before the recording becomes its beginning, and a cue
    that ends before it starts is shown until the next one, at most SHOWN_MS.
    """
    text = _LINE_END.sub("\n", decoded(data)).translate(_UNPRINTED)
    cues = [cue for cue in _cues(text.split("\n"), is_vtt=text.lstrip().startswith("WEBVTT")) if cue.text]
    if not cues:
        raise BadCaptions(name=name)
    return _with_ends(sorted(cues, key=lambda cue: cue.start_ms))


def as_vtt(cues: list[CaptionCue]) -> bytes:
    """Return the cues as WebVTT in UTF-8."""
    return ("\n\n".join(["WEBVTT", *map(_vtt_block, cues)]) + "\n").encode()


def _cues(lines: list[str], *, is_vtt: bool) -> Iterator[CaptionCue]:
    """Yield the cues: the lines from one with two times to the next; WebVTT ends a cue at a blank line."""
    times = [(place, match) for place, line in enumerate(lines) if (match := _TIMES.match(line))]
    ends = [place for place, _match in times[1:]] + [len(lines)] * bool(times)
    for count, ((place, match), end) in enumerate(zip(times, ends, strict=True), start=1):
        words = lines[place + 1 : end]
        if end < len(lines):
            words = _without_number(words, count)
        if is_vtt:
            words = words[: next((at for at, line in enumerate(words) if not line.strip()), len(words))]
        first, last = match.groups()[:5], match.groups()[5:]
        yield CaptionCue(_ms(*first), _ms(*last), _plain(words))


def _without_number(lines: list[str], count: int) -> list[str]:
    """Return the lines of a cue without the number of the next one, after a blank line or as its count, from 0 or 1."""
    if not lines or not _NUMBER.fullmatch(lines[-1]):
        return lines
    stands_alone = len(lines) > 1 and not lines[-2].strip()
    return lines[:-1] if stands_alone or int(lines[-1]) in (count, count + 1) else lines


def _plain(lines: list[str]) -> str:
    text = html.unescape(_TAGS.sub("", "\n".join(lines))).translate(_UNPRINTED)
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _with_ends(cues: list[CaptionCue]) -> list[CaptionCue]:
    following = [after.start_ms for _cue, after in pairwise(cues)] + [MAX_MS]
    return [
        cue if cue.end_ms > cue.start_ms else replace(cue, end_ms=_end(cue.start_ms, later))
        for cue, later in zip(cues, following, strict=True)
    ]


def _end(start: int, next_start: int) -> int:
    return min(start + SHOWN_MS, next_start if next_start > start else MAX_MS)


def _vtt_block(cue: CaptionCue) -> str:
    text = html.escape(cue.text, quote=False)
    return f"{_timestamp(cue.start_ms)} --> {_timestamp(cue.end_ms)}\n{text}"


def _ms(sign: str, hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    """Return a time in milliseconds, from 0 to MAX_MS - SHOWN_MS."""
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    part = round(int(fraction) * 1000 / 10 ** len(fraction)) if fraction else 0
    return 0 if sign else min(whole * 1000 + part, MAX_MS - SHOWN_MS)


def _timestamp(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"

"""The records of a file in ISO 2709, one after the other, in bounded memory.

pymarc's reader stops at a wrong length and swallows the rest of the file after the length 00000. This one divides the
file at the terminators, so that a damaged record costs itself alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from repository.formats.marc.damage import Damaged, Reason
from repository.formats.marc.record import END_OF_RECORD, MAX_RECORD, parse

_BETWEEN = b"\r\n\t \x00\x1a"  # what programs put between records and at the end of a file
_BOM = b"\xef\xbb\xbf"
_AT_ONCE = 1 << 16  # bytes
_EXCERPT = 120  # bytes


@dataclass(frozen=True)
class Raw:
    """A sound record of a file: its number from 1, where it begins (bytes), and its bytes."""

    number: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Broken:
    """A damaged record of a file; `excerpt` is the readable part of its beginning."""

    number: int
    offset: int
    reason: Reason
    excerpt: str


def read_file(stream: BinaryIO) -> Iterator[Raw | Broken]:
    """Return the records of the file in order, each sound or with the reason why it is not."""
    number = 0
    for offset, data, reason in _pieces(stream):
        piece = data.lstrip(_BETWEEN)
        if not offset:
            piece = piece.removeprefix(_BOM)
        if not piece.removesuffix(END_OF_RECORD):
            continue
        number += 1
        yield _judged(number, offset + len(data) - len(piece), piece, reason)


def excerpt_of(data: bytes) -> str:
    """Return the beginning as text; what cannot be shown is a dot."""
    text = data[:_EXCERPT].decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def _judged(number: int, offset: int, data: bytes, reason: Reason | None) -> Raw | Broken:
    try:
        if reason is not None:
            raise Damaged(reason)
        parse(data)
    except Damaged as damage:
        return Broken(number, offset, damage.reason, excerpt_of(data))
    return Raw(number, offset, data)


def _pieces(stream: BinaryIO) -> Iterator[tuple[int, bytes, Reason | None]]:
    """Return what stands before each terminator, with it; of a piece that is too long, its beginning."""
    rest, offset, skipped = b"", 0, 0
    while block := stream.read(_AT_ONCE):
        *ended, rest = (rest + block).split(END_OF_RECORD)
        for piece in ended:
            too_long = Reason.TOO_LONG if skipped else None
            yield offset, piece + END_OF_RECORD, too_long
            offset, skipped = offset + skipped + len(piece) + 1, 0
        if len(rest.lstrip(_BETWEEN)) > MAX_RECORD:
            skipped += len(rest) - _EXCERPT
            rest = rest[:_EXCERPT]
        elif len(rest) > MAX_RECORD:  # nothing but filling
            offset, rest = offset + len(rest) - 1, rest[-1:]
    if rest:
        yield offset, rest, Reason.TOO_LONG if skipped else Reason.TRUNCATED

"""The byte range that a Range header requests (RFC 9110, section 14).

Libraries considered: the function of WhiteNoise refuses a range of one byte and answers backward ones with 416;
werkzeug.http.parse_range_header would be the only use of Werkzeug.
"""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.IGNORECASE)


@dataclass(frozen=True)
class ByteRange:
    """The bytes from `start` to before `end`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


class NotSatisfiable(Exception):
    """No byte of the body lies in the range: answer with status 416."""


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the requested range of a body of `size` bytes; None for the whole body, or an invalid header.

    Several ranges in one header may be answered with the whole body: return None. Raises NotSatisfiable.
    """
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        return _checked(max(size - int(suffix), 0), size, size)
    if last and int(last) < int(first):
        return None
    return _checked(int(first), int(last) + 1 if last else size, size)


def _checked(start: int, end: int, size: int) -> ByteRange:
    if start >= size:
        raise NotSatisfiable
    return ByteRange(start, min(end, size))

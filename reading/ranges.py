"""Which bytes a Range header asks for (RFC 9110, section 14).

WhiteNoise has such a function, but it refuses a range of one byte and answers backward ones with 416.
"""

import re
from dataclasses import dataclass

_SPAN = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """From `start` to before `end`, in bytes."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


class NotSatisfiable(Exception):
    """No byte of the body lies in the range: the answer is 416."""


def span(header: str, size: int) -> Span | None:
    """The bytes asked for of a body of `size` bytes; None asks for all of it, as a header that says nothing clear does.

    Several ranges at once may be answered by the whole body, and are. Raises NotSatisfiable.
    """
    match = _SPAN.fullmatch(header.replace(" ", ""))
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        return _checked(max(size - int(suffix), 0), size, size)
    if last and int(last) < int(first):
        return None
    return _checked(int(first), int(last) + 1 if last else size, size)


def _checked(start: int, end: int, size: int) -> Span:
    if start >= size:
        raise NotSatisfiable
    return Span(start, min(end, size))

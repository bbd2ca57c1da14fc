"""A request while its bytes arrive: where it ends, how large it may be, and until when it must be complete.

Only the end of the request is looked for here; gunicorn's parser reads the bytes afterwards and judges them.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

HEAD_BYTES = 64 * 1024
IN_MEMORY = 1024 * 1024  # bytes; larger requests are spooled to the disk
HEAD_SECONDS = 15.0
BODY_SECONDS = 30.0  # and one second more for each SLOWEST bytes
SLOWEST = 8 * 1024  # bytes in a second: a school's slow connection
STALLED_SECONDS = 30.0  # without a byte

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*([0-9]{1,18})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding:", re.IGNORECASE | re.MULTILINE)
_EXPECT = re.compile(rb"^expect:[ \t]*100-continue", re.IGNORECASE | re.MULTILINE)


class Refused(Exception):
    """The request is answered before it is complete. `status`: the code and the reason phrase."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class IncomingRequest:
    """The bytes of one request. `limit_of` returns the largest body for a path, in bytes."""

    limit_of: Callable[[str], int]
    folder: str
    started: float = field(default_factory=time.monotonic)
    size: int | None = None  # of the body, in bytes; None: the head is not complete
    path: str = ""
    expects_continue: bool = False
    early: bytes = b""  # the beginning of the next request
    _head: bytearray = field(default_factory=bytearray)
    _missing: int = 0
    _last_byte: float = 0.0
    _file: IO[bytes] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no byte has arrived."""
        return self.size is None and not self._head

    @property
    def expires(self) -> float:
        """The time of the monotonic clock at which the request must be complete."""
        if self.size is None:
            return self.started + HEAD_SECONDS
        return min(self.started + BODY_SECONDS + self.size / SLOWEST, self._last_byte + STALLED_SECONDS)

    def feed(self, data: bytes) -> bool:
        """Take bytes; return whether the request is complete. Raises Refused, and OSError if the disk is full."""
        self._last_byte = time.monotonic()
        if self.size is None:
            searched = max(0, len(self._head) - len(_END))
            self._head += data
            end = self._head.find(_END, searched)
            if end < 0:
                if len(self._head) > HEAD_BYTES:
                    raise Refused("431 Request Header Fields Too Large")
                return False
            data = bytes(self._head[end + len(_END) :])
            del self._head[end + len(_END) :]
            self._open()
        file = self._opened()
        file.write(data[: self._missing])
        self.early = data[self._missing :]
        self._missing -= min(self._missing, len(data))
        return not self._missing

    def take(self) -> IO[bytes]:
        """Return the complete request, to be read from its beginning."""
        file = self._opened()
        file.seek(0)
        return file

    def close(self) -> None:
        """Delete what was spooled."""
        if self._file is not None:
            self._file.close()

    def _open(self) -> None:
        """Read the end of the body from the head, and open the file for both."""
        head = bytes(self._head)
        if _CHUNKED.search(head):
            raise Refused("411 Length Required")
        found = _LENGTH.search(head)
        self.size = self._missing = int(found.group(1)) if found else 0
        self.path = _path_in(head)
        if self.size > self.limit_of(self.path):
            raise Refused("413 Content Too Large")
        self.expects_continue = bool(self.size and _EXPECT.search(head))
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY, dir=self.folder)  # noqa: SIM115  closed by close()
        self._file.write(head)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            raise ValueError("the head of the request is not complete")
        return self._file


def _path_in(head: bytes) -> str:
    """Return the path in the request line, as it was sent, without the query."""
    words = head.split(b"\r\n", 1)[0].split(b" ")
    return words[1].split(b"?", 1)[0].decode("latin-1") if len(words) > 1 else ""

"""The socket of a connection: it takes an answer at once, and what the reader has not taken is sent later.

The thread that answers is free as soon as it has made the answer; the main loop of the web worker sends the rest.
"""

import os
import select
import socket
from collections import deque
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

MAX_SPOOLED = 64 * 1024 * 1024  # bytes of one answer; a longer one waits for its reader
SENT_AT_ONCE = 1024 * 1024  # bytes


@dataclass
class Part:
    """A part of a file that is to be sent: its next byte, and how many there are."""

    file: IO[bytes]
    offset: int
    count: int
    is_spool: bool = False


class AnswerSocket(socket.socket):
    """A socket with a timeout, whose `sendall` and `sendfile` do not wait for the reader.

    `folder`: where bytes are spooled.
    """

    folder = ""

    def __init__(self, fileno: int, folder: str) -> None:
        super().__init__(fileno=fileno)
        self.folder = folder
        self.pending: deque[Part] = deque()

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send what the reader takes now, and spool the rest. Raises TimeoutError if a long answer gets stuck."""
        rest = memoryview(data)
        while rest and not self.pending:
            try:
                rest = rest[os.write(self.fileno(), rest) :]
            except BlockingIOError:
                break
        if rest:
            self._spool(rest)

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Note the part of the file; it is sent from the disk."""
        size = os.fstat(file.fileno()).st_size - offset if count is None else count
        self.pending.append(Part(os.fdopen(os.dup(file.fileno()), "rb"), offset, size))
        self.send_pending()
        return size

    def send_pending(self) -> bool:
        """Send what the reader takes now; return whether nothing is left. Raises OSError if the reader is gone."""
        while self.pending:
            part = self.pending[0]
            try:
                wanted = min(part.count, SENT_AT_ONCE)
                sent = os.sendfile(self.fileno(), part.file.fileno(), part.offset, wanted) if wanted else 0
            except BlockingIOError:
                return False
            part.offset += sent
            part.count -= sent
            if not sent:  # complete, or the file was cut meanwhile
                self.pending.popleft().file.close()
        return True

    def close(self) -> None:
        """Close the connection, and the files that were to be sent."""
        for part in self.pending:
            part.file.close()
        self.pending.clear()
        super().close()

    def _spool(self, data: memoryview) -> None:
        while self.pending and self.pending[-1].count > MAX_SPOOLED:
            if not select.select([], [self], [], self.gettimeout())[1]:
                raise TimeoutError
            self.send_pending()
        if not self.pending or not self.pending[-1].is_spool:
            self.pending.append(Part(TemporaryFile(dir=self.folder), 0, 0, is_spool=True))  # noqa: SIM115
        part = self.pending[-1]
        part.file.seek(0, os.SEEK_END)
        part.file.write(data)
        part.file.flush()
        part.count += len(data)

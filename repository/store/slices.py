"""A stream that ends after so many bytes, whatever it comes from."""

import io
from typing import Protocol


class Readable(Protocol):
    """As much of a file as is needed here."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes."""

    def close(self) -> None:
        """Close it."""


class Slice(io.RawIOBase):
    """The rest of a source, or its next `length` bytes; closing it closes the source."""

    def __init__(self, source: Readable, length: int | None) -> None:
        self._source = source
        self._left = length

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as the slice reaches."""
        count = len(buffer) if self._left is None else min(len(buffer), self._left)
        data = self._source.read(count) if count else b""
        buffer[: len(data)] = data
        if self._left is not None:
            self._left -= len(data)
        return len(data)

    def close(self) -> None:
        """Close the source, too."""
        if not self.closed:
            self._source.close()
        super().close()

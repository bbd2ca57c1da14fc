"""The interfaces of an object store and of an intake of uploads; disk.py and s3.py implement them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

# All parts of an upload but the last have this size: the number of a part gives its offset.
PART_SIZE = 8 * 1024 * 1024


@dataclass(frozen=True)
class StoredObject:
    """An object as the store lists it; size in bytes."""

    key: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class Part:
    """A received part of an upload; numbers begin at 1, the tag is the store's own name for these bytes."""

    number: int
    tag: str
    size: int


class Store(Protocol):
    """Objects by key, written once. Every method may raise StoreUnavailable, and KeyRefused for an invalid key."""

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> None:
        """Store the rest of a seekable source. Idempotent for the same size; else raise KeyTaken."""

    def open(self, key: str, start: int = 0, end: int | None = None) -> BinaryIO:
        """Open the bytes from start to before end, as a slice; the file may not be seekable. Raise KeyMissing."""

    def size(self, key: str) -> int:
        """Return the size in bytes. Raise KeyMissing."""

    def exists(self, key: str) -> bool:
        """Return whether the store has such an object."""

    def link(self, key: str, *, seconds: int, content_type: str, file_name: str, inline: bool) -> str:
        """Return an address that serves the object, ranges included, to anyone who has it, for so many seconds."""

    def verify(self, key: str) -> bool:
        """Return whether the bytes still have the digest that the key names. Raise KeyMissing."""

    def list_objects(self, prefix: str = "") -> Iterator[StoredObject]:
        """Yield all objects whose key begins with the prefix, in the order of their keys."""

    def remove(self, key: str) -> None:
        """Remove the object. Idempotent."""

    def remove_incomplete(self, *, before: datetime) -> None:
        """Remove what a writer killed before this moment left incomplete. Uploads in parts belong to the intake."""

    def copy(self, source_key: str, key: str) -> None:
        """Store an object under a second key, as `put` would. Raise KeyMissing."""


class Intake(Protocol):
    """Uploads in parts, which become one object at `incoming/<uuid>`. An acknowledged part is durable."""

    def start(self, name: str, size: int) -> str:
        """Start an upload and return its id. Raise StoreFull without room for so many bytes."""

    def part(self, upload_id: str, number: int, data: bytes) -> Part:
        """Store one part; the same number again replaces it. Raise UploadUnknown."""

    def address(self, upload_id: str, number: int, size: int, *, md5: str, seconds: int) -> str:
        """Return where a browser may put this part, with this Content-MD5 (base64); "": only through the site."""

    def parts(self, upload_id: str) -> list[Part]:
        """Return the received parts in the order of their numbers. Raise UploadUnknown, also once they are joined."""

    def finish(self, upload_id: str, parts: Sequence[Part], *, size: int) -> str:
        """Join the parts and return the key. Idempotent.

        Raise UploadUnknown; UploadBroken when they are not exactly the parts of `size` bytes.
        """

    def key(self, upload_id: str) -> str:
        """Return the key of the joined object. Raise UploadUnknown for an invalid upload id."""

    def abort(self, upload_id: str) -> None:
        """Delete the upload and its parts. Idempotent."""

    def unfinished(self, *, before: datetime) -> Iterator[str]:
        """Yield the uploads started before this moment and neither finished nor aborted: the sweeper's list."""

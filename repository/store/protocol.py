"""What a store of objects and an intake of uploads can do; disk.py and s3.py are the two that do it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

# All parts of an upload but the last have this size: where a part stands in the file follows from its number.
PART_SIZE = 8 * 1024 * 1024


@dataclass(frozen=True)
class StoredObject:
    """An object as the store lists it; size in bytes."""

    key: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class Part:
    """A received part of an upload; numbers begin at 1, the tag is the store's own word for these bytes."""

    number: int
    tag: str
    size: int


class Store(Protocol):
    """Objects by key, written once. Every method may raise StoreUnavailable, and KeyRefused for a key badly spelt."""

    def put(self, key: str, source: BinaryIO, *, content_type: str) -> None:
        """Keep the rest of a seekable source. The same size under the same key again is nothing; else KeyTaken."""

    def open(self, key: str, start: int = 0, end: int | None = None) -> BinaryIO:
        """The bytes from start to before end, cut as a slice is. Not seekable by promise. Raises KeyMissing."""

    def size(self, key: str) -> int:
        """In bytes. Raises KeyMissing."""

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""

    def link(self, key: str, *, seconds: int, content_type: str, file_name: str, inline: bool) -> str:
        """An address that serves the object, ranges included, to whoever has it, for so many seconds."""

    def verify(self, key: str) -> bool:
        """Whether the bytes still have the digest that the key names. Raises KeyMissing."""

    def list_objects(self, prefix: str = "") -> Iterator[StoredObject]:
        """All objects whose key begins so, in the order of their keys."""

    def remove(self, key: str) -> None:
        """Remove the object; nothing happens when it is gone already."""

    def remove_incomplete(self, *, before: datetime) -> None:
        """Remove what a writer that was killed before this moment left half written. Uploads are the intake's."""

    def copy(self, source_key: str, key: str) -> None:
        """Keep an object under a second key, as `put` would. Raises KeyMissing."""


class Intake(Protocol):
    """Uploads in parts, which become one object at `incoming/<uuid>`. A part that was answered for is durable."""

    def start(self, name: str, size: int) -> str:
        """Begin; the answer names the upload. Raises StoreFull where there is no room for so many bytes."""

    def part(self, upload_id: str, number: int, data: bytes) -> Part:
        """Receive one part; the same number again replaces it. Raises UploadUnknown."""

    def address(self, upload_id: str, number: int, size: int, *, md5: str, seconds: int) -> str:
        """Where a browser may itself put this part, with this MD5 (base64) as Content-MD5; empty: only through us."""

    def parts(self, upload_id: str) -> list[Part]:
        """The parts that are there, in the order of their numbers. Raises UploadUnknown, also once it is joined."""

    def finish(self, upload_id: str, parts: Sequence[Part], *, size: int) -> str:
        """Join the parts; the answer is the key, also when asked again.

        Raises UploadUnknown, and UploadBroken when they are not exactly the parts of so many bytes.
        """

    def key(self, upload_id: str) -> str:
        """The key that it has once it is joined. Raises UploadUnknown for what is no name of an upload."""

    def abort(self, upload_id: str) -> None:
        """Forget the upload and its parts; nothing happens when it is gone already."""

    def unfinished(self, *, before: datetime) -> Iterator[str]:
        """Uploads begun before this moment and neither finished nor aborted: the sweeper's list."""

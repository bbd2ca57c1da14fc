"""Copy objects from one store to another: what is there is not read again; each blob is checked by its digest."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from repository.store.access_checks import OWNER_KEY
from repository.store.errors import KeyMissing, KeyRefused
from repository.store.keys import digest_in
from repository.store.protocol import Store, StoredObject

MEMORY = 32 * 1024 * 1024  # larger objects go through a temporary file
BLOCK = 1024 * 1024
BLOBS = "blobs/"
CONTENT_TYPE = "application/octet-stream"  # of objects without a row; every link states its own


@dataclass
class Copied:
    """What a copy did; bytes of the copied objects, and the keys whose bytes are not those that their key names."""

    objects: int = 0
    bytes: int = 0
    damaged: list[str] = field(default_factory=list)


def listed(source: Store) -> Iterator[StoredObject]:
    """Yield the objects that belong to the library; the mark of the owner belongs to the store."""
    return (item for item in source.list_objects() if item.key != OWNER_KEY)


def copy_missing(
    source: Store,
    target: Store,
    objects: Iterable[StoredObject],
    *,
    content_types: Callable[[str], str] = lambda key: CONTENT_TYPE,
) -> Copied:
    """Copy those of the objects, in the order of their keys, that the target lacks or has with another size."""
    copied = Copied()
    for item, replaces in _lacking(target, objects):
        try:
            size = _copy(source, target, item.key, content_types(item.key), replaces=replaces)
        except KeyMissing:  # deleted after it was listed
            continue
        if size is None:
            copied.damaged.append(item.key)
        else:
            copied.objects, copied.bytes = copied.objects + 1, copied.bytes + size
    return copied


def _lacking(target: Store, objects: Iterable[StoredObject]) -> Iterator[tuple[StoredObject, bool]]:
    """Compare two lists in the order of keys; yield what is missing, and whether other bytes have its key."""
    theirs = target.list_objects()
    other = next(theirs, None)
    for item in objects:
        while other is not None and other.key < item.key:
            other = next(theirs, None)
        found = other is not None and other.key == item.key
        if other is None or not found or other.size != item.size:
            yield item, found


def _copy(source: Store, target: Store, key: str, content_type: str, *, replaces: bool) -> int | None:
    """Copy one object; return its size, or None if its bytes are not those that the key names."""
    with tempfile.SpooledTemporaryFile(MEMORY) as spool, source.open(key) as original:
        digest, size = hashlib.sha256(), 0
        while block := original.read(BLOCK):
            digest.update(block)
            spool.write(block)
            size += len(block)
        if key.startswith(BLOBS) and digest.hexdigest() != _expected(key):
            return None
        spool.seek(0)
        if replaces:
            target.remove(key)
        target.put(key, _as_file(spool), content_type=content_type)
    return size


def _as_file(spool: "tempfile.SpooledTemporaryFile[bytes]") -> BinaryIO:
    return spool  # type: ignore[return-value]  # it has every method of a file


def _expected(key: str) -> str:
    try:
        return digest_in(key)
    except KeyRefused:
        return ""

"""The keys of stored objects; no other module builds one."""

import hashlib
import re
from uuid import UUID

from repository.store.errors import KeyRefused

# Parts begin with a letter or a digit: neither "..", nor a hidden file, nor an absolute path is a key.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
MAX_KEY_LENGTH = 200
IMPORTS = "imports/"  # files of records until they are loaded


def blob_key(digest: str) -> str:
    """Return the key of the bytes with this SHA-256 (hexadecimal)."""
    if not _DIGEST.fullmatch(digest):
        raise KeyRefused(digest)
    return f"blobs/{digest[:2]}/{digest[2:4]}/{digest}"


def is_blob(key: str) -> bool:
    """Return whether the key names the digest of its bytes."""
    return key.startswith("blobs/")


def incoming_key(upload: UUID) -> str:
    """Return the key of an upload that is not hashed yet."""
    return f"incoming/{upload}"


def import_key(batch: UUID) -> str:
    """Return the key of a file of records until it is loaded."""
    return f"{IMPORTS}{batch}"


def record_key(resource: UUID, revision: int) -> str:
    """Return the key of a description beside the originals."""
    return f"records/{resource}/{revision}.json"


def media_key(name: str) -> str:
    """Return the key of a picture of pages by its name in the database; a name that is no key is replaced by a digest.

    Cameras name pictures `_MG_0001.jpg`, which no part of a key may be.
    """
    key = f"media/{name}"
    if len(key) <= MAX_KEY_LENGTH and _KEY.fullmatch(key):
        return key
    return f"media/named/{hashlib.sha256(name.encode()).hexdigest()}"


def digest_in(key: str) -> str:
    """Return the SHA-256 that the key of a blob names."""
    digest = key.rpartition("/")[2]
    if not _DIGEST.fullmatch(digest):
        raise KeyRefused(key)
    return digest


def checked(key: str) -> str:
    """Return the key unchanged. Raise KeyRefused unless it follows the rules of keys."""
    if len(key) > MAX_KEY_LENGTH or not _KEY.fullmatch(key):
        raise KeyRefused(key)
    return key

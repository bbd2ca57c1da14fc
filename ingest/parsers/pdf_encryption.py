"""How a PDF is locked, from its bytes: by a password, by DRM, or only its attachments (ISO 32000-1, 7.6)."""

import mmap
import re
from dataclasses import dataclass
from pathlib import Path

_POINTER = re.compile(rb"/Encrypt(?:\s{1,8}(\d{1,8})\s{1,8}\d{1,5}\s{1,8}R|\s{0,8}<<)")
_HANDLER = re.compile(rb"/Filter\s{0,8}/([\w.]{1,40})")
_CLEAR = re.compile(rb"/(StmF|StrF)\s{0,8}/(?!Identity)")
_OBJECT = 8_000  # bytes in which an encryption dictionary ends
_MAX_SIZE = 1024**3  # bytes of a file that is copied in memory


@dataclass(frozen=True)
class Encryption:
    """The lock of a PDF. `handler`: Standard for a password; `attachments_only`: its pages are not encrypted."""

    handler: str
    attachments_only: bool


def encryption_of(path: Path) -> Encryption | None:
    """Return the lock of a PDF; None if there is none."""
    if not path.stat().st_size:
        return None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        pointers = list(_POINTER.finditer(data))
        if not pointers:
            return None
        start = _dictionary_start(data, pointers[-1])
        if start is None:
            return None
        dictionary = data[start : start + _OBJECT].partition(b"endobj")[0]
    handler = _HANDLER.search(dictionary)
    # Without StmF and StrF, streams and strings are not encrypted from version 4 of the algorithm on.
    only = b"/EFF" in dictionary and b"/CF" in dictionary and not _CLEAR.search(dictionary)
    return Encryption(handler[1].decode("ascii") if handler else "Standard", only)


def without_encryption(path: Path) -> bytes | None:
    """Return the bytes of a PDF without its lock, for one whose pages are not encrypted; None for a too large file."""
    if path.stat().st_size > _MAX_SIZE:
        return None
    # Another key of the same length: the places of all objects stay true.
    return _POINTER.sub(lambda found: b"/Encrypx" + found[0][8:], path.read_bytes())


def _dictionary_start(data: mmap.mmap, pointer: re.Match[bytes]) -> int | None:
    """Return where the encryption dictionary begins: at the pointer itself, or in the object that it names."""
    if pointer[1] is None:
        return pointer.end()
    found = re.search(rb"(?<!\d)%s\s{1,8}\d{1,5}\s{1,8}obj" % pointer[1], data)
    return found.end() if found else None

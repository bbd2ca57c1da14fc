"""MARC-8, the encoding of older MARC files: read with pymarc, written here.

pymarc has no writer, and `yaz-marcdump -t marc-8` drops Vietnamese letters without a word. Written are ASCII and ANSEL
(https://www.loc.gov/marc/specifications/specchartables.html), where the horn is part of ơ and ư and every other mark
stands before its letter.
"""

import re
import unicodedata

from pymarc.marc8 import marc8_to_unicode
from pymarc.marc8_mapping import CODESETS

ESCAPE = b"\x1b"
_ANSEL: dict[int, tuple[int, int]] = CODESETS[0x45]
_CODES = {chr(letter): bytes([code]) for code, (letter, _combining) in _ANSEL.items()}
_MULTIBYTE = re.compile(rb"\x1b\$?[,-]?1([^\x1b-\x1f]*)")  # East Asian letters of three bytes each
_UNUSED = re.compile(b"[" + b"".join(re.escape(bytes([c])) for c in range(0x80, 0x100) if c not in _ANSEL) + b"]")


class NotInMarc8(ValueError):
    """The text has a letter that ANSEL lacks."""


def is_readable(data: bytes) -> bool:
    """Return whether every byte has a meaning; where other sets are used, whether their letters are whole."""
    if ESCAPE not in data:
        return _UNUSED.search(data) is None
    return not any(len(letters) % 3 for letters in _MULTIBYTE.findall(data))


def read(data: bytes) -> str:
    """Return the text, in composed form."""
    return data.decode("ascii") if data.isascii() and ESCAPE not in data else str(marc8_to_unicode(data, True))


def written(text: str, *, refer: bool = False) -> bytes:
    """Return the bytes. Raise NotInMarc8, or `refer` to other letters by number: `&#x2019;`, as the standard does."""
    if text.isascii():
        return text.encode("ascii")
    out: list[bytes] = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            base, marks = _taken_apart(letter)
        except NotInMarc8:
            if not refer:
                raise
            base, marks = b"&#x%04X;" % ord(letter), b""
        if not base and out:  # a mark that does not compose with the letter before
            out.insert(len(out) - 1, marks)
        else:
            out += [marks, base]
    return b"".join(out)


def _taken_apart(letter: str) -> tuple[bytes, bytes]:
    """Return the bytes of the letter and of its marks; no letter for a mark alone."""
    if letter.isascii():
        return letter.encode("ascii"), b""
    if code := _CODES.get(letter):
        return (b"", code) if unicodedata.combining(letter) else (code, b"")
    parts = unicodedata.decomposition(letter).split()
    if len(parts) != 2 or not all(part.isalnum() for part in parts):
        raise NotInMarc8(letter)
    base, marks = _taken_apart(chr(int(parts[0], 16)))
    _none, mark = _taken_apart(chr(int(parts[1], 16)))
    return base, marks + mark

"""Names of files as senders gave them, made safe to show and to keep: emoji and quotes stay, tricks do not."""

import unicodedata

MAX_LENGTH = 200
# Marks that turn the direction of writing: "gpj.exe" can be made to look like "exe.jpg".
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def clean_name(name: str) -> str:
    """The last part of a path, NFC, without control signs; the ending is kept when it is cut."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign) != "Cc" and sign not in _TURNING)
    plain = " ".join(seen.split()).strip(". ") or "?"
    if len(plain) <= MAX_LENGTH:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: MAX_LENGTH - 1 - len(ending)]}{dot}{ending}" if dot and len(ending) <= 8 else plain[:MAX_LENGTH]

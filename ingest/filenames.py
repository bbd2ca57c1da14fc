"""What a file name says: a safe form of it, its place in natural order, pictures, captions and their language."""

import re
import unicodedata
from pathlib import PurePath

from accounts.text import nfc, visible

MAX_LENGTH = 200
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".jp2")
CAPTION_SUFFIXES = (".vtt", ".srt")
_SYSTEM_FILES = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
_LANGUAGE = re.compile(r"\.([a-z]{2})(?:-[A-Za-z]+)?$", re.IGNORECASE)


def clean_name(name: str) -> str:
    """Return the last part of a path, safe to show and to store: NFC, without control and direction marks.

    Marks of direction could make "gpj.exe" look like "exe.jpg".
    At most MAX_LENGTH characters; an ending of up to 8 characters survives the cut. "?" if nothing is left.
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(char for char in visible(last) if unicodedata.category(char) != "Cc")
    clean = " ".join(shown.split()).strip(". ") or "?"
    if len(clean) <= MAX_LENGTH:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: MAX_LENGTH - 1 - len(ending)]}{dot}{ending}" if dot and len(ending) <= 8 else clean[:MAX_LENGTH]


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Return a sort key that puts page 2 before page 10, folder by folder, and ignores case and marks on letters."""
    letters = unicodedata.normalize("NFD", nfc(name).casefold()).replace("đ", "d").replace("/", "\x00")
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return [_number(run) if run.isdecimal() else (1, 0, run) for run in _DIGITS.split(plain)]


def _number(digits: str) -> tuple[int, int, str]:
    """Return a key that sorts by value; numbers of thousands of digits are not converted."""
    significant = digits.lstrip("0")
    return (0, len(significant), significant)


def is_picture(name: str) -> bool:
    """Return whether the name has the ending of a picture and is not a system file."""
    return name.lower().endswith(PICTURE_SUFFIXES) and not is_system_file(name)


def is_system_file(name: str) -> bool:
    """Return whether the operating system made the file: hidden files, thumbnails, what macOS adds to archives."""
    return bool(_SYSTEM_FILES.search(name))


def is_captions(name: str) -> bool:
    """Return whether the name has the ending of captions, whose content has no mark of its own."""
    return name.lower().endswith(CAPTION_SUFFIXES)


def belongs_to(captions: str, recording: str) -> bool:
    """Return whether captions belong to a recording by name: lesson.vtt and lesson.vi.srt belong to lesson.mp4."""
    captions_stem = nfc(PurePath(captions).stem).casefold()
    recording_stem = nfc(PurePath(recording).stem).casefold()
    return recording_stem in (captions_stem, _LANGUAGE.sub("", captions_stem))


def language_in_name(name: str) -> str:
    """Return `vi` for lesson.vi.vtt; empty if the name has no language."""
    match = _LANGUAGE.search(PurePath(name).stem)
    return match[1].lower() if match else ""

"""What a file name says: a safe form of it, its place in natural order, pictures, captions and their language."""

import re
import unicodedata
from pathlib import PurePath

from accounts.text import nfc, visible

MAX_LENGTH = 200
PICTURE_SUFFIXES = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif", ".jp2",
    ".j2k", ".jpf", ".jpx", ".bmp", ".gif",
)  # fmt: skip
RECORDING_SUFFIXES = (
    ".mp4", ".m4v", ".mov", ".3gp", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".mts", ".m2ts", ".ts", ".ogv", ".mp3",
    ".m4a", ".aac", ".ogg", ".opus", ".flac", ".wav",
)  # fmt: skip
CAPTION_SUFFIXES = (".vtt", ".srt")
ACCEPTED_SUFFIXES = (".pdf", *PICTURE_SUFFIXES, ".zip", *RECORDING_SUFFIXES, *CAPTION_SUFFIXES)  # offered in a browser
_SYSTEM_FILES = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
_FRONT_COVER = re.compile(
    r"(bia|cover|front|front[ _-]?cover|表紙)([ _-]*(truoc|chinh|front|lot|phu|trong|ngoai|0*[12]))?"
)
_BACK_COVER = re.compile(r"裏表紙|(bia|cover)[ _-]*(sau|cuoi|back|0*[34])|back([ _-]?cover)?")
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
    """Return a sort key that puts page 2 before page 10, folder by folder, and ignores case and marks on letters.

    The front cover comes first in its folder, the back cover last; "scan.jpg" comes before its copy "scan (1).jpg".
    """
    letters = unicodedata.normalize("NFD", nfc(name).casefold()).replace("đ", "d")
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    *folders, last = plain.split("/")
    stem, dot, suffix = last.rpartition(".")
    stem, suffix = (stem, suffix) if dot and stem else (last, "")
    place = 0 if _FRONT_COVER.fullmatch(stem) else 2 if _BACK_COVER.fullmatch(stem) else 1
    key = [part for folder in folders for part in ((1, 0, ""), *_numbers_in(folder), (-1, 0, ""))]
    return [*key, (place, 0, ""), *_numbers_in(stem), (-1, 0, suffix)]


def _numbers_in(text: str) -> list[tuple[int, int, str]]:
    """Return digits as numbers and what is between them as text, so that lists of both can be compared."""
    return [_number(run) if run.isdecimal() else (1, 0, run) for run in _DIGITS.split(text)]


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

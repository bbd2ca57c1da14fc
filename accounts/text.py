"""Text that people write, as the database stores it: NFC, without invisible characters, spaces at its ends cut off.

Every form field (accounts/form_fields.py), every import and every action uses these functions, so that two texts that
look the same are the same. All take linear time. `unicodedata.normalize` alone does not: it sorts a run of combining
marks in quadratic time (8 seconds for 80,000 marks).
"""

import re
import unicodedata
from itertools import groupby
from uuid import UUID

MAX_MARKS = 8  # on one letter; Vietnamese needs two, other languages up to four


def _ranges(codes: list[int]) -> str:
    """Return the inside of a character class for these code points."""
    runs = [list(run) for _key, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(f"\\U{run[0][1]:08x}-\\U{run[-1][1]:08x}" for run in runs)


_MARK = f"[{_ranges([code for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))])}]"
_EXCESSIVE_MARKS = re.compile(f"(?<={_MARK * MAX_MARKS}){_MARK}+")
# Format characters (category Cf), among them marks of direction; controls except tab and newline; halves of characters
# and code points that are none. A joiner after a letter of a script that needs it, or after a picture, stays.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
    "|(?<![\u0600-\u1cff\u2190-\ufdff\ufe0f\U00010000-\U0010ffff])[\u200c\u200d]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK_BRAILLE = "\u2800"  # looks like a space, but is none for Python
_WHITE = " \t\xa0\u2800\u3000"
_BLANK_LINES = re.compile(r"\n{3,}")


def nfc(text: str) -> str:
    """Return the text in composed form, with at most MAX_MARKS combining marks on a letter."""
    return text if text.isascii() else unicodedata.normalize("NFC", _EXCESSIVE_MARKS.sub("", text))


def visible(text: str) -> str:
    """Return the text in composed form without invisible characters; white space is unchanged."""
    if text.isascii() and text.isprintable():
        return text
    return nfc(_INVISIBLE.sub("", text))


def clean_line(text: str) -> str:
    """Return the text as one line with single spaces; empty if nothing of it can be seen."""
    return " ".join(visible(text).replace(_BLANK_BRAILLE, " ").split())


def clean_paragraphs(text: str) -> str:
    """Return the text with its lines, at most one of them blank in a row."""
    lines = (line.rstrip(_WHITE) for line in _LINE_END.sub("\n", visible(text)).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def is_key(value: object) -> bool:
    """Return whether this is a number that a database can look up as a key: at most 18 of the digits 0–9."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= 18


def is_uuid(value: str) -> bool:
    """Return whether this is a UUID as addresses spell it."""
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False

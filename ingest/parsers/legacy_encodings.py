"""Vietnamese text in encodings older than Unicode: TCVN3 (ABC), VNI, the code pages of Windows; and damaged UTF-8.

Libraries considered: charset-normalizer and chardet know neither TCVN3 nor VNI, and guess by frequencies that a few
lines of captions do not show; here the syllables of the language decide. viparse knows them, but has no ẳ
and ỵ in VNI, and takes short texts in UTF-8 for VISCII.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from accounts.text import nfc
from ingest.parsers.language import is_syllable

# TCVN 5712:1993 (VN3), bytes A1 to FE. Capitals with a tone are small letters in a font that draws capitals.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồ"
    "ổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
)
_FROM_TCVN3 = {0xA1 + place: letter for place, letter in enumerate(_TCVN3)}

# VNI writes most letters as a vowel and a second character for its marks.
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323", "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _HAT, "ê": _BREVE,
    "à": _HAT + _GRAVE, "á": _HAT + _ACUTE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT,
    "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile("([aeouyAEOUYöôÖÔ])([øùûõïâêàáåãäèéúüëØÙÛÕÏÂÊÀÁÅÃÄÈÉÚÜË])|([ñöôæóòîÑÖÔÆÓÒÎ])")

_SEPARATORS = re.compile(r"[\s!-/:-@\[-`{-~“”‘’…–—]+")
_MAX_SCORED = 20_000  # characters; the beginning of a text tells its encoding
_LATIN_1 = re.compile("[\x00-\xff‘’“”–—…]*")  # what a cell typed in such a font contains
_CELLS_AT_ONCE = 200  # rows of a table whose cells are compared with each other


def decoded(data: bytes) -> str:
    """Return the text of bytes in an unstated encoding, in NFC; bytes that cannot be read become U+FFFD."""
    return nfc(_utf(data) or _vietnamese(data))


def is_utf16(data: bytes) -> bool:
    """Return whether these bytes, which contain zeros, are text in UTF-16 or UTF-32, with or without a mark."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or bool(_unmarked_utf16(data))


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text that was read as Latin-1, in Unicode."""
    return unicodedata.normalize("NFC", text.translate(_FROM_TCVN3))


def from_vni(text: str) -> str:
    """Return VNI text that was read as Latin-1, in Unicode."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def recoded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield rows of a workbook with the cells in Unicode that were typed in a font of TCVN3 or VNI.

    A cell is converted if that makes more of its words Vietnamese; if it makes as many, the column decides.
    """
    rows, evidence = iter(rows), Counter[tuple[int, str]]()
    while batch := list(islice(rows, _CELLS_AT_ONCE)):
        suspects = [
            (row, place, _readings(text))
            for row in batch
            for place, text in enumerate(row)
            if not text.isascii() and _LATIN_1.fullmatch(text)
        ]
        for _row, place, readings in suspects:
            evidence[place, _best(readings)] += 1
        for row, place, readings in suspects:
            usual = max(_DECODERS, key=lambda name: evidence[place, name])
            row[place] = readings[_best(readings, usual)][1]
        yield from batch


def _readings(text: str) -> dict[str, tuple[int, str]]:
    """Return what the text could be, with its score, by the name of the encoding; the text as it stands first."""
    texts = {name: decode(text) for name, decode in _DECODERS.items()}
    return {name: (score(found), found) for name, found in texts.items()}


def _best(readings: dict[str, tuple[int, str]], usual: str = "unicode") -> str:
    """Return the encoding of the best reading; among equals the usual one, then Unicode."""
    return max(readings, key=lambda name: (readings[name][0], name == usual))


def score(text: str) -> int:
    """Return the number of words with marked letters that are Vietnamese syllables, less those that are none."""
    words = (word for word in _SEPARATORS.split(text[:_MAX_SCORED]) if not word.isascii())
    return sum(1 if is_syllable(word) else -1 for word in words)


def _utf(data: bytes) -> str:
    """Return the text if it is in a Unicode encoding, even with some damaged bytes, otherwise an empty string."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32", "replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if order := _unmarked_utf16(data):
        return data.decode(order, "replace")
    text = data.decode("utf-8-sig", _DAMAGED)
    sound = data.decode("utf-8", "ignore")
    right = len(sound) - len(sound.encode("ascii", "ignore"))
    wrong = data.decode("utf-8", "replace").count("\ufffd")
    return text if right >= wrong else ""


def _unmarked_utf16(data: bytes) -> str:
    """Return the encoding if every other byte of the plain letters is zero."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if max(even, odd) * 8 < len(data):  # a quarter of the characters: spaces, digits and letters without marks
        return ""
    if min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _vietnamese(data: bytes) -> str:
    """Return the text of the encoding in which most words are Vietnamese; of western ones if none is."""
    latin = data.decode("latin-1")
    readings = [data.decode("cp1252", "replace"), data.decode("cp1258", "replace"), from_tcvn3(latin), from_vni(latin)]
    return max(readings, key=score)  # the first of equals


def _vni_letter(match: re.Match[str]) -> str:
    vowel, mark, alone = match.groups()
    if alone:
        return _in_case(_VNI_LETTERS[alone.lower()], alone)
    return _in_case(_VNI_LETTERS.get(vowel.lower(), vowel.lower()), vowel) + _VNI_MARKS[mark.lower()]


def _in_case(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def _tcvn3_cell(text: str) -> str:
    """Return a cell typed in a font of TCVN3; in capitals if its plain letters are: no other capitals have a tone."""
    letters = [letter for letter in text if letter.isascii() and letter.isalpha()]
    converted = from_tcvn3(text)
    return converted.upper() if len(letters) > 1 and all(map(str.isupper, letters)) else converted


def _replace_damaged(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that UTF-8 has only inside a letter as Windows does (a quotation mark, a dash)."""
    assert isinstance(error, UnicodeDecodeError)
    damaged = error.object[error.start : error.end]
    alone = len(damaged) == 1 and 0x80 <= damaged[0] < 0xA0
    return (damaged.decode("cp1252", "replace") if alone else "\ufffd"), error.end


_DAMAGED = "tu-sach-damaged"
codecs.register_error(_DAMAGED, _replace_damaged)
_DECODERS = {"unicode": nfc, "tcvn3": _tcvn3_cell, "vni": from_vni}

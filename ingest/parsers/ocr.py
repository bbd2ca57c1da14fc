"""Reads the words of a page picture with Tesseract, in this process: the only file that imports tesserocr.

One recognition gives text, boxes and confidence. The page is stood upright and straightened first; the boxes are led
back through the same matrix. `vie` reads first; pages that mix in other languages are read again with `vie+eng`.
"""

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

from ingest.parsers.deskew import Straightened, deskew, measure_skew
from ingest.parsers.illumination import normalise_background
from ingest.parsers.language import foreign_share, words_of
from ingest.parsers.tessdata import data_folder

os.environ["OMP_THREAD_LIMIT"] = "1"  # before Tesseract loads: forgetting it costs four to six times the time

VIETNAMESE = "vie"
MIXED = "vie+eng"
READ_AT = 200  # dpi
_TOO_FINE = 240
_A4_INCHES = 11.7
_SMALL = 1400  # pixels; smaller pages are enlarged, letters must be some 20 pixels high
_LARGE, _ENOUGH = 21.0, 16.0  # pixels of small letters: Tesseract reads larger ones slower and no better
_UNSURE = 75.0  # mean confidence below which the page is read again
_UPSIDE_DOWN = 62.0
_MIXES = 0.14  # part of the words that is no Vietnamese syllable
_FEW = 5


@dataclass(frozen=True)
class ReadWord:
    """A word; its box in parts of the upright page (0 to 1), its confidence 0–100, the number of its line."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    line: int


@dataclass(frozen=True)
class Reading:
    """What a page says; `turn`: degrees clockwise by which it was turned upright; `language` as Tesseract's."""

    words: Sequence[ReadWord]
    language: str
    confidence: float
    turn: int


def load() -> None:
    """Load the models, so that processes forked from this one share them."""
    for language in (VIETNAMESE, MIXED):
        _reader(language)


def read(grey: Image.Image, dpi: float | None, first: str = VIETNAMESE) -> Reading:
    """Read a page that stands upright or turned by a quarter, a half or three; at any small slant.

    `first`: the language that the page before was read in; a book seldom changes, and a right guess saves a reading.
    """
    grey = _resized(grey, dpi)
    slant = measure_skew(grey)
    grey = normalise_background(_reduced(grey, slant.letters))
    best = _read_turned(grey, slant.angle, 90 if slant.sideways else 0, first)
    if best.confidence < _UPSIDE_DOWN:
        other = _read_turned(grey, slant.angle, (best.turn + 180) % 360, first)
        best = max(best, other, key=_worth)
    wanted = MIXED if _wants_english(best) else VIETNAMESE
    if wanted == best.language:
        return best
    again = _read_turned(grey, slant.angle, best.turn, wanted)
    # vie+eng errs two to four times as often on purely Vietnamese pages: there vie must only be about as sure.
    return again if wanted == VIETNAMESE and _worth(again) > 0.97 * _worth(best) else max(best, again, key=_worth)


def turned(image: Image.Image, turn: int) -> Image.Image:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    how = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(how[turn]) if turn else image


def _wants_english(reading: Reading) -> bool:
    words = [word for read in reading.words for word in words_of(read.text)]
    return (reading.confidence < _UNSURE and len(reading.words) >= _FEW) or foreign_share(words) > _MIXES


def _worth(reading: Reading) -> float:
    """Confidence counts, and so does the number of words: noise may be one word that is sure of itself."""
    return reading.confidence * min(len(reading.words), 20)


def _resized(grey: Image.Image, dpi: float | None) -> Image.Image:
    """At some 200 dpi; finer pages take a third longer and read no better."""
    dpi = dpi if dpi and 70 <= dpi <= 1300 else max(grey.size) / _A4_INCHES
    if dpi > _TOO_FINE:
        scale = READ_AT / dpi
    elif max(grey.size) < _SMALL:
        scale = min(2.0, _SMALL * 1.5 / max(grey.size))
    else:
        return grey
    size = (max(round(grey.width * scale), 8), max(round(grey.height * scale), 8))
    return grey.resize(size, Image.Resampling.BILINEAR if scale < 1 else Image.Resampling.BICUBIC)


def _reduced(grey: Image.Image, letters: float) -> Image.Image:
    """Large print as large as it need be."""
    if letters < _LARGE:
        return grey
    scale = max(_ENOUGH / letters, 0.6)
    return grey.resize((round(grey.width * scale), round(grey.height * scale)), Image.Resampling.BILINEAR)


def _read_turned(grey: Image.Image, angle: float, turn: int, language: str) -> Reading:
    upright = turned(grey, turn)
    straight = deskew(upright, angle)
    words = list(_recognised(straight, language))
    sure = [word.confidence * len(word.text) for word in words]
    letters = sum(len(word.text) for word in words)
    return Reading(words, language, sum(sure) / letters if letters else 0.0, turn)


def _recognised(page: Straightened, language: str) -> Iterable[ReadWord]:
    import tesserocr

    api, image = _reader(language), page.image
    api.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    api.SetSourceResolution(READ_AT)
    api.Recognize()
    found, line = api.GetIterator(), -1
    if found is None:
        return
    for word in tesserocr.iterate_level(found, tesserocr.RIL.WORD):
        if word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
        text = _text(word, tesserocr.RIL.WORD)
        box = word.BoundingBox(tesserocr.RIL.WORD)
        if text and box:
            yield ReadWord(text, _relative(page, box), word.Confidence(tesserocr.RIL.WORD), line)


def _relative(page: Straightened, box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    """The box as parts of the upright page's width and height."""
    x0, y0, x1, y1 = page.back(box)
    width, height = page.original
    return x0 / width, y0 / height, x1 / width, y1 / height


def _text(word: Any, level: int) -> str:
    try:
        return "".join(unicodedata.normalize("NFC", word.GetUTF8Text(level)).split())
    except RuntimeError:  # tesserocr's word for "no text at this place"
        return ""


@cache
def _reader(language: str) -> Any:
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=data_folder(), lang=language, psm=tesserocr.PSM.AUTO)

"""OCR of a page picture with Tesseract, in this process. The only file that imports tesserocr.

One recognition gives text, boxes and confidence. The page is turned upright and deskewed first; the boxes are mapped
back through the same matrix. The model `vie` reads first; pages with other languages are read again with `vie+eng`.
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
from ingest.parsers.images import LONG_PAGE
from ingest.parsers.language import foreign_share, words_of
from ingest.parsers.tessdata import data_folder

os.environ["OMP_THREAD_LIMIT"] = "1"  # before Tesseract loads; otherwise OCR takes four to six times as long

VIETNAMESE = "vie"
MIXED = "vie+eng"
OCR_DPI = 200
_MAX_DPI = 240  # finer pages are reduced
_A4_INCHES, _A4_RATIO = 11.7, 1.414
_MAX_SIDE = 32_000  # pixels; Tesseract reads at most 32,767
_SMALL_PAGE = 1400  # pixels; smaller pages are enlarged, because letters must be some 20 pixels high
_LARGE_LETTERS, _TARGET_LETTERS = 21.0, 16.0  # pixels of small letters; larger ones are slower to read and no better
_LOW_CONFIDENCE = 75.0  # mean confidence below which the page is read again
_UPSIDE_DOWN_CONFIDENCE = 62.0
_FOREIGN_SHARE = 0.14  # of the words that are not Vietnamese syllables
_MIN_WORDS = 5


@dataclass(frozen=True)
class ReadWord:
    """A word: box as fractions of the upright page (0 to 1), confidence from 0 to 100, number of its line."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    line: int


@dataclass(frozen=True)
class Reading:
    """The text of a page. `turn`: degrees clockwise that made it upright; `language`: Tesseract's model."""

    words: Sequence[ReadWord]
    language: str
    confidence: float
    turn: int


def load() -> None:
    """Load the models, so that forked processes share their memory."""
    for language in (VIETNAMESE, MIXED):
        _model(language)


def read(grey: Image.Image, dpi: float | None, first: str = VIETNAMESE) -> Reading:
    """Read a grey page in any of the four orientations, with any small skew.

    `first`: the model that read the previous page; a book seldom changes, and a right guess saves a recognition.
    """
    grey = _resized(grey, dpi)
    skew = measure_skew(grey)
    grey = normalise_background(_reduced(grey, skew.letters))
    best = _read_turned(grey, skew.angle, 90 if skew.sideways else 0, first)
    if best.confidence < _UPSIDE_DOWN_CONFIDENCE:
        other = _read_turned(grey, skew.angle, (best.turn + 180) % 360, first)
        best = max(best, other, key=_quality)
    model = MIXED if _wants_english(best) else VIETNAMESE
    if model == best.language:
        return best
    again = _read_turned(grey, skew.angle, best.turn, model)
    # vie+eng makes two to four times as many errors on purely Vietnamese pages: prefer vie if it is as confident.
    return again if model == VIETNAMESE and _quality(again) > 0.97 * _quality(best) else max(best, again, key=_quality)


def turned(image: Image.Image, turn: int) -> Image.Image:
    """Turn the picture clockwise by 0, 90, 180 or 270 degrees."""
    methods = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(methods[turn]) if turn else image


def _wants_english(reading: Reading) -> bool:
    is_uncertain = reading.confidence < _LOW_CONFIDENCE and len(reading.words) >= _MIN_WORDS
    return is_uncertain or foreign_share(words_of(" ".join(word.text for word in reading.words))) > _FOREIGN_SHARE


def _quality(reading: Reading) -> float:
    """Rate a reading by confidence and number of words: noise may be one word of high confidence."""
    return reading.confidence * min(len(reading.words), 20)


def _resized(grey: Image.Image, dpi: float | None) -> Image.Image:
    """Scale the page to about OCR_DPI; finer pages take a third longer and give no better text."""
    longer, shorter = max(grey.size), max(min(grey.size), 1)
    if longer / shorter >= LONG_PAGE:  # a scroll: its width tells the size of its letters
        longer = round(shorter * _A4_RATIO)
    dpi = dpi if dpi and 70 <= dpi <= 1300 else longer / _A4_INCHES
    if dpi > _MAX_DPI:
        scale = OCR_DPI / dpi
    elif longer < _SMALL_PAGE:
        scale = min(2.0, _SMALL_PAGE * 1.5 / longer)
    else:
        scale = 1.0
    scale = min(scale, _MAX_SIDE / max(grey.size))
    if scale == 1.0:
        return grey
    size = (max(round(grey.width * scale), 8), max(round(grey.height * scale), 8))
    return grey.resize(size, Image.Resampling.BILINEAR if scale < 1 else Image.Resampling.BICUBIC)


def _reduced(grey: Image.Image, letters: float) -> Image.Image:
    """Reduce large print; `letters`: pixels of its small letters."""
    if letters < _LARGE_LETTERS:
        return grey
    scale = max(_TARGET_LETTERS / letters, 0.6)
    return grey.resize((round(grey.width * scale), round(grey.height * scale)), Image.Resampling.BILINEAR)


def _read_turned(grey: Image.Image, angle: float, turn: int, language: str) -> Reading:
    upright = turned(grey, turn)
    straight = deskew(upright, angle)
    words = list(_recognise(straight, language))
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
    return Reading(words, language, confidence, turn)


def _recognise(page: Straightened, language: str) -> Iterable[ReadWord]:
    import tesserocr

    api, image = _model(language), page.image
    api.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    api.SetSourceResolution(OCR_DPI)
    api.Recognize()
    words, line = api.GetIterator(), -1
    if words is None:
        return
    for word in tesserocr.iterate_level(words, tesserocr.RIL.WORD):
        if word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
        text = _text(word, tesserocr.RIL.WORD)
        box = word.BoundingBox(tesserocr.RIL.WORD)
        if text and box:
            yield ReadWord(text, _relative(page, box), word.Confidence(tesserocr.RIL.WORD), line)


def _relative(page: Straightened, box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    """Return the box as fractions of the upright page's width and height."""
    x0, y0, x1, y1 = page.back(box)
    width, height = page.original
    return x0 / width, y0 / height, x1 / width, y1 / height


def _text(word: Any, level: int) -> str:
    try:
        return "".join(unicodedata.normalize("NFC", word.GetUTF8Text(level)).split())
    except RuntimeError:  # tesserocr raises this if there is no text
        return ""


@cache
def _model(language: str) -> Any:
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=data_folder(), lang=language, psm=tesserocr.PSM.AUTO)

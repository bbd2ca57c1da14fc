"""Turn one page of a source into page image, thumbnail, text and word boxes; runs in the parser process."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from ingest.errors import BadInput, PageDamaged, TooMuchMemory
from ingest.parsers import archive, images, language, ocr, pdf
from ingest.parsers.ipc import Message
from repository.word_boxes import SCALE, Boxes, Word, pack, text_of

_MIN_LAYER_WORDS = 15  # fewer on a page that a picture covers are a stamp ("Scanned by …"), not its text
_FOREIGN_LAYER = 0.35  # share of foreign words in a hidden layer, from which it is read again by OCR


@dataclass(frozen=True)
class PageWords:
    """The words of a page. `source`: layer or ocr; `language`: Tesseract's model; `confidence`: 0–100, or None."""

    boxes: Boxes
    source: str
    language: str
    confidence: float | None


def read_pdf(path: Path, numbers: list[int]) -> Iterator[Message]:
    """Yield one message for each of these pages, numbered from 0; a damaged page has a `problem`, and the next follows.

    Values: number, problem (code of an error), width, height (pixels of the page image), text, source, language,
    confidence. Byte strings: page image, thumbnail, packed word boxes. Page 0 also has the value `cover`, its width and
    height, and the cover as a fourth byte string.
    """
    hint = ocr.VIETNAMESE
    with pdf.opened(path) as document:
        for number in numbers:
            message, hint = _guarded(number, hint, lambda n=number, h=hint: _pdf_page(document, n, h))
            yield message


def read_pictures(path: Path, units: list[tuple[int, str, int]]) -> Iterator[Message]:
    """Yield one message for each unit, as `read_pdf` does.

    A unit: number of the page, name in the ZIP file (empty: the file itself), frame.
    """
    hint = ocr.VIETNAMESE
    for number, name, frame in units:
        message, hint = _guarded(number, hint, lambda n=name, f=frame, h=hint: _picture_page(path, n, f, h))
        yield message


def _guarded(number: int, hint: str, make: Any) -> tuple[Message, str]:
    try:
        image, read = make()
        message = _message(number, image, read)
    except BadInput as problem:
        return ({"number": number, "problem": problem.code, "details": problem.details}, []), hint
    except MemoryError:
        return ({"number": number, "problem": TooMuchMemory.code, "details": {}}, []), hint
    except (OSError, ValueError, RuntimeError):
        return ({"number": number, "problem": PageDamaged.code, "details": {}}, []), hint
    return message, read.language if read.source == "ocr" else hint


def _message(number: int, image: Image.Image, read: PageWords) -> Message:
    page, thumbnail = images.page_renditions(image)
    values = {
        "number": number,
        "problem": "",
        "width": page.width,
        "height": page.height,
        "text": text_of(read.boxes.words),
        "source": read.source,
        "language": read.language,
        "confidence": read.confidence,
    }
    blobs = [page.data, thumbnail.data, pack(read.boxes)]
    if number == 0:
        cover = images.jpeg(images.fit(image, images.COVER_SIDE))
        values["cover"] = [cover.width, cover.height]
        blobs.append(cover.data)
    return values, blobs


def _pdf_page(document: Any, number: int, hint: str) -> tuple[Image.Image, PageWords]:
    parts = pdf.page_parts(document, number)
    if _has_text_layer(parts):
        words = tuple(Word(w.text, *_scaled(w.box), 100, w.line) for w in parts.words)
        return parts.image, PageWords(Boxes(words), "layer", "", None)
    image, dpi = parts.image, parts.dpi
    if parts.words and not parts.covered:  # rendered for display only, and its text layer is unusable
        image = pdf.render(document, number)
        dpi = pdf.RENDER_DPI
    return _recognise(image, dpi, hint)


def _has_text_layer(parts: pdf.PageParts) -> bool:
    """Return whether the text layer is usable: readable letters, and more than a stamp on a scan."""
    if not parts.words or (parts.covered and len(parts.words) < _MIN_LAYER_WORDS):
        return False
    text = " ".join(word.text for word in parts.words)
    if language.looks_garbled(text):
        return False
    foreign = language.foreign_share(language.words_of(text)) > _FOREIGN_LAYER
    return not (parts.hidden and foreign and language.language_of(text) != "en")


def _picture_page(path: Path, name: str, frame: int, hint: str) -> tuple[Image.Image, PageWords]:
    if not name:
        image = images.open_image(path, frame)
    else:
        with zipfile.ZipFile(path) as zip_file:
            image = images.open_image(io.BytesIO(archive.read(zip_file, name)), frame)
    return _recognise(image, images.dpi_of(image), hint)


def _recognise(image: Image.Image, dpi: float | None, hint: str) -> tuple[Image.Image, PageWords]:
    reading = ocr.read(image if image.mode == "L" else image.convert("L"), dpi, hint)
    words = tuple(Word(w.text, *_scaled(w.box), round(w.confidence), w.line) for w in reading.words)
    confidence = round(reading.confidence, 1) if words else None
    read = PageWords(Boxes(words, reading.turn), "ocr", reading.language, confidence)
    return ocr.turned(image, reading.turn), read


def _scaled(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (min(max(round(fraction * SCALE), 0), SCALE) for fraction in box)
    return x0, y0, x1, y1

"""Turn one page of a source into page image, thumbnail, text and word boxes; runs in the parser process."""

import io
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from ingest.errors import BadInput, PageFailed, TooMuchMemory
from ingest.parsers import archive, images, notes, ocr, pdf
from ingest.parsers.ipc import Message
from ingest.parsers.layer_quality import Judgement, Verdict, agree, better_layer, judge
from repository.word_boxes import SCALE, Boxes, Word, pack, text_of

_STAMP_WORDS, _STAMP_LETTERS = 15, 90  # fewer on a page that a picture covers are a stamp ("Scanned by …")


@dataclass(frozen=True)
class PageWords:
    """The words of a page. `source`: layer or ocr; `language`: Tesseract's model; `confidence`: 0–100, or None.

    `notes`: why they are not simply the file's text (codes of notes.py).
    """

    boxes: Boxes
    source: str
    language: str
    confidence: float | None
    notes: tuple[str, ...] = ()


def read_pdf(path: Path, numbers: list[int]) -> Iterator[Message]:
    """Yield one message for each of these pages, numbered from 0; a damaged page has a `problem`, and the next follows.

    Values: number, problem (code of an error), width, height (pixels of the page image), text, source, language,
    confidence, notes. Byte strings: page image, thumbnail, packed word boxes. Page 0 also has the value `cover`, its
    width and height, and the cover as a fourth byte string.
    """
    hint = ocr.VIETNAMESE
    with pdf.opened(path) as document:
        for number in numbers:
            message, hint = _guarded(number, hint, lambda n=number, h=hint: _pdf_page(document, n, h))
            yield message


def read_pictures(path: Path, units: list[tuple[int, int | str, int]]) -> Iterator[Message]:
    """Yield one message for each unit, as `read_pdf` does.

    A unit: number of the page, position in the ZIP file (empty text: the file itself), frame.
    """
    hint = ocr.VIETNAMESE
    for number, entry, frame in units:
        message, hint = _guarded(number, hint, lambda e=entry, f=frame, h=hint: _picture_page(path, e, f, h))
        yield message


def _guarded(number: int, hint: str, make: Any) -> tuple[Message, str]:
    try:
        image, read = make()
        message = _message(number, image, read)
    except BadInput as problem:
        return ({"number": number, "problem": problem.code, "details": problem.details}, []), hint
    except MemoryError:
        return ({"number": number, "problem": TooMuchMemory.code, "details": {}}, []), hint
    except Exception:  # the readers turn damage of the file into BadInput: this is a fault of ours
        traceback.print_exc()
        return ({"number": number, "problem": PageFailed.code, "details": {}}, []), hint
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
        "notes": list(read.notes),
    }
    blobs = [page.data, thumbnail.data, pack(read.boxes)]
    if number == 0:
        cover = images.jpeg(images.fit(image, images.COVER_SIDE))
        values["cover"] = [cover.width, cover.height]
        blobs.append(cover.data)
    return values, blobs


def _pdf_page(document: Any, number: int, hint: str) -> tuple[Image.Image, PageWords]:
    parts = pdf.page_parts(document, number)
    layer = judge([] if _is_stamp(parts) else parts.words, hidden=parts.hidden)
    of_page = [parts.note] if parts.note else []
    if layer.verdict == Verdict.GOOD or (parts.note and layer.words):
        return parts.image, _layer_words(layer, *of_page)
    image, dpi = parts.image, parts.dpi
    if parts.words and not parts.covered:  # rendered for display only, and its text layer may be unusable
        image = pdf.render(document, number)
        dpi = pdf.RENDER_DPI
    upright, read = _recognise(image, dpi, hint)
    if layer.verdict == Verdict.DOUBTFUL:
        recognised = text_of(read.boxes.words)
        known = text_of(_layer_words(layer).boxes.words)
        if better_layer(known, recognised, read.confidence or 0):
            return parts.image, _layer_words(layer, *([] if agree(known, recognised) else [notes.LAYER_DOUBTFUL]))
    why = [notes.LAYER_REPLACED if layer.words else notes.LAYER_STAMP] if parts.words else []
    return upright, replace(read, notes=(*of_page, *why))


def _is_stamp(parts: pdf.PageParts) -> bool:
    """Return whether a scan has only a few words of text, which a program printed on it."""
    letters = sum(len(word.text) for word in parts.words)
    return parts.covered and len(parts.words) < _STAMP_WORDS and letters < _STAMP_LETTERS


def _layer_words(layer: Judgement, *more: str) -> PageWords:
    words = tuple(Word(word.text, *_scaled(word.box), 100, word.line) for word in layer.words)
    return PageWords(Boxes(words), "layer", "", None, tuple(note for note in (layer.note, *more) if note))


def _picture_page(path: Path, entry: int | str, frame: int, hint: str) -> tuple[Image.Image, PageWords]:
    if entry == "":
        image = images.open_image(path, frame)
    else:
        image = images.open_image(io.BytesIO(archive.read_from(path, entry)), frame)
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

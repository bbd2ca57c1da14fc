"""One page of a source becomes picture, thumbnail, text and word boxes; runs in the child process."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from ingest.errors import BadInput, PageDamaged, TooMuchMemory
from ingest.parsers import archive, images, language, ocr, pdf
from repository.word_boxes import SCALE, Boxes, Word, pack, text_of

Message = tuple[dict[str, Any], list[bytes]]
_STAMPED = 15  # words; fewer on a page that a picture covers are a stamp ("Scanned by …"), not its text
_FOREIGN_LAYER = 0.35


@dataclass(frozen=True)
class Read:
    """The words of a page with how they were got."""

    boxes: Boxes
    source: str
    language: str
    confidence: float | None


def read_pdf(path: Path, numbers: list[int]) -> Iterator[Message]:
    """One message for each page, in order; a damaged page says so and the next follows."""
    hint = ocr.VIETNAMESE
    with pdf.opened(path) as document:
        for number in numbers:
            message, hint = _guarded(number, hint, lambda n=number, h=hint: _pdf_page(document, n, h))
            yield message


def read_pictures(path: Path, units: list[tuple[int, str, int]]) -> Iterator[Message]:
    """Pages that are pictures: number, name in the archive (empty: the file itself), frame."""
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
    except (OSError, ValueError, RuntimeError) as _problem:
        return ({"number": number, "problem": PageDamaged.code, "details": {}}, []), hint
    return message, read.language if read.source == "ocr" else hint


def _message(number: int, image: Image.Image, read: Read) -> Message:
    page, thumb = images.page_renditions(image)
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
    blobs = [page.data, thumb.data, pack(read.boxes)]
    if number == 0:
        cover = images.jpeg(images.fit(image, images.COVER_SIDE))
        values["cover"] = [cover.width, cover.height]
        blobs.append(cover.data)
    return values, blobs


def _pdf_page(document: Any, number: int, hint: str) -> tuple[Image.Image, Read]:
    parts = pdf.page_parts(document, number)
    if _trusted(parts):
        words = tuple(Word(w.text, *_scaled(w.box), 100, w.line) for w in parts.words)
        return parts.image, Read(Boxes(words), "layer", "", None)
    image, dpi = parts.image, parts.dpi
    if parts.words and not parts.covered:  # drawn for showing, and its letters turned out to say nothing
        image = pdf.render(document, number)
        dpi = pdf.RENDER_DPI
    return _recognised(image, dpi, hint)


def _trusted(parts: pdf.PageParts) -> bool:
    """Whether the text layer is one: letters that say something, and more than a stamp on a scan."""
    if not parts.words or (parts.covered and len(parts.words) < _STAMPED):
        return False
    text = " ".join(word.text for word in parts.words)
    if language.looks_garbled(text):
        return False
    foreign = language.foreign_share(language.words_of(text)) > _FOREIGN_LAYER
    return not (parts.hidden and foreign and language.language_of(text) != "en")


def _picture_page(path: Path, name: str, frame: int, hint: str) -> tuple[Image.Image, Read]:
    if not name:
        image = images.open_image(path, frame)
    else:
        with zipfile.ZipFile(path) as opened:
            image = images.open_image(io.BytesIO(archive.read(opened, name)), frame)
    return _recognised(image, images.dpi_of(image), hint)


def _recognised(image: Image.Image, dpi: float | None, hint: str) -> tuple[Image.Image, Read]:
    reading = ocr.read(image if image.mode == "L" else image.convert("L"), dpi, hint)
    words = tuple(Word(w.text, *_scaled(w.box), round(w.confidence), w.line) for w in reading.words)
    confidence = round(reading.confidence, 1) if words else None
    read = Read(Boxes(words, reading.turn), "ocr", reading.language, confidence)
    return ocr.turned(image, reading.turn), read


def _scaled(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (min(max(round(part * SCALE), 0), SCALE) for part in box)
    return x0, y0, x1, y1

"""Read PDF files. This and pdf_writer.py alone import pymupdf, and only in parsers: it costs 0.2 s and 50 MB."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf
from PIL import Image

from ingest.errors import (
    BadInput,
    Damaged,
    Encrypted,
    NoPages,
    PageDamaged,
    TooManyObjects,
    TooManyPages,
    TooManyPixels,
)
from ingest.parsers import images, notes
from ingest.parsers.layer_quality import from_legacy
from ingest.parsers.pdf_encryption import encryption_of, without_encryption
from ingest.parsers.pdf_structure import attachments, is_form_of_adobe, labels, outline, repair_page_counts
from ingest.parsers.pdf_text import Box, LayerWord, TextLayer, layer_of
from ingest.unsupported import CopyProtected, FormOfAdobe

MAX_OBJECTS = 500_000
MAX_PAGES = 3_000
RENDER_DPI = 200
_SCAN_COVERAGE = 0.9  # share of the page that its only picture must cover to be its scan
_STAMPED_SCAN_COVERAGE = 0.6  # share from which a page with few words is a scan with a stamp on it

_NO_TEXT = TextLayer([], hidden=False)

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


@dataclass(frozen=True)
class PdfFacts:
    """What a PDF says of itself; `outline`: level from 1, title, page from 0; `left_out`: names of attached files."""

    pages: int
    labels: list[str]
    outline: list[tuple[int, str, int]]
    metadata: dict[str, str]
    xmp: str
    left_out: list[str]


@dataclass(frozen=True)
class PageParts:
    """A page: the words of its text layer, its image, and the resolution at which that was scanned.

    covered: a picture covers the page, so that few words are not a text layer.
    hidden: the words are an invisible layer that another OCR program added.
    note: why a part of the page is missing (a code of notes.py); empty if none is.
    """

    words: list[LayerWord]
    image: Image.Image
    dpi: float | None
    covered: bool
    hidden: bool
    note: str = ""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a document that is within the limits.

    Raises Damaged, Encrypted, CopyProtected, NoPages, TooManyObjects, TooManyPages.
    """
    document = _open(path)
    try:
        _check(document)
        yield document
    finally:
        document.close()


def facts(path: Path) -> PdfFacts:
    """Read what needs no page to be read. Raises FormOfAdobe, and what `opened` raises."""
    with opened(path) as document:
        if _or_default(lambda: is_form_of_adobe(document), False):
            raise FormOfAdobe
        return PdfFacts(
            pages=document.page_count,
            labels=_or_default(lambda: labels(document), []),
            outline=_or_default(lambda: outline(document), []),
            metadata={name: from_legacy(str(value)) for name, value in (document.metadata or {}).items() if value},
            xmp=_or_default(document.get_xml_metadata, "") or "",
            left_out=_or_default(lambda: attachments(document), []),
        )


def page_parts(document: Any, number: int) -> PageParts:
    """Return the words and the image of one page, numbered from 0, as displayed.

    Text, pictures and drawing fail separately: a faulty picture does not cost the page its text.
    Raises PageDamaged if there is neither text nor image, TooManyPixels.
    """
    page = _loaded(document, number)
    layer = _or_default(lambda: _layer(page), _NO_TEXT)
    picture = _or_default(lambda: _picture(page), None)
    covered = picture is not None and _coverage(page, picture) >= _STAMPED_SCAN_COVERAGE
    scan = _scan_or_none(page, picture, layer) if picture and (layer.hidden or not layer.words) else None
    if scan is not None:
        return PageParts(layer.words, scan, _dpi(page, scan), True, layer.hidden)
    try:
        image = _render(page, RENDER_DPI if covered or not layer.words else None)
    except TooManyPixels:
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        if not layer.words:
            raise PageDamaged from problem
        return PageParts(layer.words, _blank(page), None, False, layer.hidden, notes.DRAWING_UNREADABLE)
    return PageParts(layer.words, image, _dpi(page, image), covered, layer.hidden)


def render(document: Any, number: int, dpi: int = RENDER_DPI) -> Image.Image:
    """Render a page for OCR. Raises PageDamaged."""
    try:
        return _render(document[number], dpi)
    except (BadInput, MemoryError):
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        raise PageDamaged from problem


def _layer(page: Any) -> TextLayer:
    """Return the words with boxes on the displayed page: the page's matrix is applied to every box."""
    raw = page.get_text("rawdict", flags=pymupdf.TEXT_INHIBIT_SPACES | pymupdf.TEXT_MEDIABOX_CLIP)
    matrix, whole = page.rotation_matrix, page.rect

    def to_displayed(box: Box) -> Box | None:
        shown = pymupdf.Rect(box) * matrix & whole
        if shown.is_empty:
            return None
        left, top, width, height = whole.x0, whole.y0, whole.width, whole.height
        return (
            (shown.x0 - left) / width,
            (shown.y0 - top) / height,
            (shown.x1 - left) / width,
            (shown.y1 - top) / height,
        )

    return layer_of(raw, to_displayed)


def _open(path: Path) -> Any:
    """Open a document, without a lock that is only on its attachments. Raises Damaged, Encrypted, CopyProtected."""
    try:
        document = pymupdf.open(path, filetype="pdf")
        is_locked, problem = bool(document.needs_pass), None
    except MemoryError:
        raise
    except Exception as error:  # PyMuPDF also raises Exception itself
        is_locked, problem = False, error
    if problem is None and not is_locked:
        return document
    encryption = encryption_of(path)
    if encryption is not None and encryption.handler != "Standard":
        raise CopyProtected(found=f"PDF, {encryption.handler}")
    if problem is not None:
        raise Damaged from problem
    unlocked = without_encryption(path) if encryption is not None and encryption.attachments_only else None
    if unlocked is None:
        raise Encrypted
    return pymupdf.open(stream=unlocked, filetype="pdf")


def _check(document: Any) -> None:
    if document.xref_length() > MAX_OBJECTS:
        raise TooManyObjects(found=document.xref_length())
    _or_default(lambda: repair_page_counts(document), None)
    try:
        pages = document.page_count
    except MemoryError:
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        raise Damaged from problem
    if pages == 0:
        raise NoPages
    if pages > MAX_PAGES:
        raise TooManyPages(found=pages, limit=MAX_PAGES)


def _loaded(document: Any, number: int) -> Any:
    try:
        return document[number]
    except MemoryError:
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        raise PageDamaged from problem


def _scan_or_none(page: Any, picture: dict[str, Any], layer: TextLayer) -> Image.Image | None:
    """Return the embedded scan; None if it is damaged, or too large on a page that has text. Raises TooManyPixels."""
    try:
        return _scan(page, picture)
    except TooManyPixels:
        if layer.words:
            return None
        raise
    except MemoryError:
        raise
    except Exception:  # PyMuPDF also raises Exception itself
        return None


def _blank(page: Any) -> Image.Image:
    """Return a white page of the size that its image would have."""
    scale = images.page_side(page.rect.width, page.rect.height) / max(page.rect.width, page.rect.height, 1)
    return Image.new("RGB", (max(round(page.rect.width * scale), 1), max(round(page.rect.height * scale), 1)), "white")


def _picture(page: Any) -> dict[str, Any] | None:
    """Return the page's picture if it has exactly one."""
    pictures = page.get_image_info(xrefs=True)
    return pictures[0] if len(pictures) == 1 else None


def _coverage(page: Any, picture: dict[str, Any]) -> float:
    """Return which share of the page the picture covers, from 0 to 1."""
    whole = page.rect * page.derotation_matrix
    shown = pymupdf.Rect(picture["bbox"]) & whole
    return float(abs(shown.get_area()) / max(abs(whole.get_area()), 1))


def _scan(page: Any, picture: dict[str, Any]) -> Image.Image | None:
    """Return the embedded scan if one upright picture is the page: rendering the page costs 45 times more."""
    a, b, c, d, _x, _y = picture["transform"]
    upright = a > 0 and d > 0 and abs(b) < 0.01 * a and abs(c) < 0.01 * d
    whole = page.rect * page.derotation_matrix
    box = pymupdf.Rect(picture["bbox"])
    beyond = max(whole.x0 - box.x0, whole.y0 - box.y0, box.x1 - whole.x1, box.y1 - whole.y1)
    if not upright or _coverage(page, picture) < _SCAN_COVERAGE or beyond > 0.02 * max(whole.width, whole.height):
        return None
    if page.get_drawings() or page.first_annot or page.first_widget:
        return None
    image = _embedded(page.parent, picture["xref"])
    turn = {90: 270, 180: 180, 270: 90}.get(page.rotation)
    return image.rotate(turn, expand=True) if image is not None and turn else image


def _embedded(document: Any, xref: int) -> Image.Image | None:
    """Return an embedded picture that can be used as it is: grey or RGB, without a mask. Raises TooManyPixels."""

    def key(name: str) -> str:
        return str(document.xref_get_key(xref, name)[1])

    if not xref or key("SMask") != "null" or key("Mask") != "null" or key("ImageMask") == "true":
        return None
    width, height = int(key("Width")), int(key("Height"))
    if width * height > images.MAX_PIXELS:
        raise TooManyPixels(width=width, height=height)
    if key("Filter") == "/DCTDecode" and key("Decode") == "null":
        image = Image.open(io.BytesIO(document.xref_stream_raw(xref)), formats=("JPEG",))
        return images.flat(image) if image.mode in ("L", "RGB") else None
    pixels = pymupdf.Pixmap(document, xref)
    if pixels.alpha or pixels.n not in (1, 3):
        return None
    return Image.frombytes("L" if pixels.n == 1 else "RGB", (pixels.width, pixels.height), pixels.samples)


def _render(page: Any, dpi: int | None) -> Image.Image:
    """Render a page at a resolution, at most twice the size of a page image; None: at the size of a page image."""
    sides = page.rect.width, page.rect.height
    page_image_scale = images.page_side(*sides) / max(*sides, 1)
    scale = page_image_scale if dpi is None else min(dpi / 72, 2 * page_image_scale)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False, colorspace=pymupdf.csRGB)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


def _dpi(page: Any, image: Image.Image) -> float:
    """Return the resolution of an image that fills the page."""
    return float(max(image.size) / max(page.rect.width, page.rect.height, 1) * 72)


def _or_default(read: Any, default: Any) -> Any:
    """Return what `read` returns, or the default if it raises: a damaged outline is no reason to refuse a book."""
    try:
        return read()
    except (MemoryError, TooManyPixels):
        raise
    except Exception:  # PyMuPDF also raises Exception itself
        return default

"""Read and write PDF files. The only file that imports pymupdf, and only in parsers: it costs 0.2 s and 50 MB."""

import io
from collections.abc import Iterator, Mapping
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
from ingest.parsers import images
from ingest.parsers.pdf_text import Box, LayerWord, TextLayer, layer_of
from ingest.parsers.text_layer import FONT_OBJECT, TextSheet, font_parts, page_stream

MAX_OBJECTS = 500_000
MAX_PAGES = 3_000
RENDER_DPI = 200
_UNLOCKED = 1  # PDF_ENCRYPT_NONE
_SCAN_COVERAGE = 0.9  # share of the page that its only picture must cover to be its scan
_STAMPED_SCAN_COVERAGE = 0.6  # share from which a page with few words is a scan with a stamp on it

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


@dataclass(frozen=True)
class PdfFacts:
    """What a PDF says of itself; `outline`: level from 1, title, page from 0."""

    pages: int
    labels: list[str]
    outline: list[tuple[int, str, int]]
    metadata: dict[str, str]
    xmp: str


@dataclass(frozen=True)
class PageParts:
    """A page: the words of its text layer, its image, and the resolution at which that was scanned.

    covered: a picture covers the page, so that few words are not a text layer.
    hidden: the words are an invisible layer that another OCR program added.
    """

    words: list[LayerWord]
    image: Image.Image
    dpi: float | None
    covered: bool
    hidden: bool


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a document that is within the limits. Raises Damaged, Encrypted, NoPages, TooManyObjects, TooManyPages."""
    try:
        document = pymupdf.open(path, filetype="pdf")
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        raise Damaged from problem
    try:
        _check(document)
        yield document
    finally:
        document.close()


def facts(path: Path) -> PdfFacts:
    """Read what needs no page to be read. Raises what `opened` raises."""
    with opened(path) as document:
        return PdfFacts(
            pages=document.page_count,
            labels=_or_default(lambda: _labels(document), []),
            outline=_or_default(lambda: _outline(document), []),
            metadata={name: str(value) for name, value in (document.metadata or {}).items() if value},
            xmp=_or_default(document.get_xml_metadata, "") or "",
        )


def page_parts(document: Any, number: int) -> PageParts:
    """Return the words and the image of one page, numbered from 0, as displayed. Raises PageDamaged, TooManyPixels."""
    try:
        page = document[number]
        layer = _layer(page)
        picture = _picture(page)
        covered = picture is not None and _coverage(page, picture) >= _STAMPED_SCAN_COVERAGE
        scan = _scan(page, picture) if picture and (layer.hidden or not layer.words) else None
        if scan is not None:
            return PageParts(layer.words, scan, _dpi(page, scan), True, layer.hidden)
        needs_ocr = not layer.words or covered
        image = _render(page, RENDER_DPI if needs_ocr else None)
        return PageParts(layer.words, image, _dpi(page, image), covered, layer.hidden)
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        raise PageDamaged from problem


def render(document: Any, number: int, dpi: int = RENDER_DPI) -> Image.Image:
    """Render a page for OCR. Raises PageDamaged."""
    try:
        return _render(document[number], dpi)
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        raise PageDamaged from problem


def add_text(source: Path, target: Path, sheets: Mapping[int, TextSheet]) -> None:
    """Write the original with an invisible text layer on these pages; a second run writes the same bytes."""
    with opened(source) as document:
        _write_sheets(document, sheets)
        document.save(target, garbage=1, deflate=True, encryption=_UNLOCKED, no_new_id=True)


def bind(pictures: Iterator[tuple[bytes, TextSheet]], target: Path) -> None:
    """Write a PDF of page pictures with invisible text; each page as high as A4, in the proportions of its picture."""
    document = pymupdf.open()
    sheets = {}
    for number, (picture, sheet) in enumerate(pictures):
        page = document.new_page(width=842 * sheet.width / sheet.height, height=842)
        page.insert_image(page.rect, stream=picture)
        sheets[number] = sheet
    _write_sheets(document, sheets)
    document.save(target, garbage=1, deflate=True, no_new_id=True)
    document.close()


def _write_sheets(document: Any, sheets: Mapping[int, TextSheet]) -> None:
    placeholder = pymupdf.Font("helv").buffer  # PyMuPDF registers it; `_make_glyphless` replaces it
    for number, sheet in sheets.items():
        page = document[number]
        page.wrap_contents()
        font = page.insert_font(fontname="TuSach", fontbuffer=placeholder)
        stream = document.get_new_xref()
        document.update_object(stream, "<<>>")
        document.update_stream(stream, page_stream(sheet, _to_user_space(page, sheet.turn)))
        contents = " ".join(f"{xref} 0 R" for xref in [*page.get_contents(), stream])
        document.xref_set_key(page.xref, "Contents", f"[{contents}]")
    if sheets:
        _make_glyphless(document, font)


def _make_glyphless(document: Any, font: int) -> None:
    """Replace the registered font, which the resources of every page name, by the one with invisible glyphs."""
    names = {}
    for name, (dictionary, body) in font_parts().items():
        names[name] = document.get_new_xref()
        document.update_object(names[name], dictionary % names)
        if body:
            document.update_stream(names[name], body)
    document.update_object(font, FONT_OBJECT % names)


def _to_user_space(page: Any, turn: int) -> tuple[float, float, float, float, float, float]:
    """Return the matrix from fractions of the upright page image to user space: undo `turn`, /Rotate and the crop."""
    back = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, -1, 1, 0, 0, 1),
        180: (-1, 0, 0, -1, 1, 1),
        270: (0, 1, -1, 0, 1, 0),
    }[turn]
    shown = pymupdf.Matrix(page.rect.width, page.rect.height)
    matrix = pymupdf.Matrix(*back) * shown * page.derotation_matrix * ~page.transformation_matrix
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


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


def _check(document: Any) -> None:
    if document.needs_pass:
        raise Encrypted
    if document.xref_length() > MAX_OBJECTS:
        raise TooManyObjects(found=document.xref_length())
    try:
        pages = document.page_count
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF also raises Exception itself
        raise Damaged from problem
    if pages == 0:
        raise NoPages
    if pages > MAX_PAGES:
        raise TooManyPages(found=pages, limit=MAX_PAGES)


def _labels(document: Any) -> list[str]:
    if not document.get_page_labels():
        return []
    return [str(document[n].get_label() or "")[:30] for n in range(document.page_count)]


def _outline(document: Any) -> list[tuple[int, str, int]]:
    rows = document.get_toc(simple=True)
    return [(int(level), str(title).strip()[:300], int(page) - 1) for level, title, page in rows if page > 0]


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
    page_image_scale = images.PAGE_SIDE / max(page.rect.width, page.rect.height, 1)
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
    except Exception:  # PyMuPDF also raises Exception itself
        return default

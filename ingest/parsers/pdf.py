"""Reads PDF files: the only file that imports pymupdf, and only in the child process (it costs 0.2 s and 50 MB)."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
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
from ingest.parsers.pdf_text import Box, Layer, LayerWord, layer_of
from ingest.parsers.text_layer import FONT_OBJECT, Sheet, font_parts, page_stream

MAX_OBJECTS = 500_000
MAX_PAGES = 3_000
RENDER_DPI = 200
_UNLOCKED = 1  # PDF_ENCRYPT_NONE
_COVERS = 0.9  # part of the page that its one picture must cover to be its scan
_MUCH = 0.6  # part from which a picture makes the page a scan with a few words stamped on it

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


@dataclass(frozen=True)
class Facts:
    """What a PDF says of itself; `outline`: level from 1, title, page from 0."""

    pages: int
    labels: list[str]
    outline: list[tuple[int, str, int]]
    metadata: dict[str, str]
    xmp: str


@dataclass(frozen=True)
class PageParts:
    """A page taken apart: its words if it has a text layer, its picture, and at what resolution that was scanned."""

    words: list[LayerWord]
    image: Image.Image
    dpi: float | None
    covered: bool  # by a picture, so that few words are no text layer
    hidden: bool  # the words are an invisible layer that somebody's OCR left


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The document, within limits; raises Damaged, Encrypted, NoPages, TooManyObjects, TooManyPages."""
    try:
        document = pymupdf.open(path, filetype="pdf")
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF raises bare ones too
        raise Damaged from problem
    try:
        _check(document)
        yield document
    finally:
        document.close()


def facts(path: Path) -> Facts:
    """Everything that does not need the pages to be read."""
    with opened(path) as document:
        return Facts(
            pages=document.page_count,
            labels=_quietly(lambda: _labels(document), []),
            outline=_quietly(lambda: _outline(document), []),
            metadata={name: str(value) for name, value in (document.metadata or {}).items() if value},
            xmp=_quietly(document.get_xml_metadata, "") or "",
        )


def page_parts(document: Any, number: int) -> PageParts:
    """The words and the picture of one page, as it is displayed; raises PageDamaged, TooManyPixels."""
    try:
        page = document[number]
        layer = _layer(page)
        picture = _picture(page)
        covered = picture is not None and _covers(page, picture) >= _MUCH
        scan = _scan(page, picture) if picture and (layer.hidden or not layer.words) else None
        if scan is not None:
            return PageParts(layer.words, scan, _dpi(page, scan), True, layer.hidden)
        wants_reading = not layer.words or covered
        shown = _rendered(page, RENDER_DPI if wants_reading else None)
        return PageParts(layer.words, shown, _dpi(page, shown), covered, layer.hidden)
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF raises bare ones too
        raise PageDamaged from problem


def render(document: Any, number: int, dpi: int = RENDER_DPI) -> Image.Image:
    """The page as a picture, for reading."""
    try:
        return _rendered(document[number], dpi)
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF raises bare ones too
        raise PageDamaged from problem


def add_text(source: Path, target: Path, sheets: Mapping[int, Sheet]) -> None:
    """The original with an invisible text layer on these pages; what is seen stays; twice gives the same bytes."""
    with opened(source) as document:
        _write_sheets(document, sheets)
        document.save(target, garbage=1, deflate=True, encryption=_UNLOCKED, no_new_id=True)


def bind(pictures: Iterator[tuple[bytes, Sheet]], target: Path) -> None:
    """A PDF of page pictures with their text beneath; A4 high, as wide as each picture asks for."""
    document = pymupdf.open()
    sheets = {}
    for number, (picture, sheet) in enumerate(pictures):
        page = document.new_page(width=842 * sheet.width / sheet.height, height=842)
        page.insert_image(page.rect, stream=picture)
        sheets[number] = sheet
    _write_sheets(document, sheets)
    document.save(target, garbage=1, deflate=True, no_new_id=True)
    document.close()


def plain(facts: Facts) -> dict[str, Any]:
    """As JSON holds it."""
    return asdict(facts)


def _write_sheets(document: Any, sheets: Mapping[int, Sheet]) -> None:
    stand_in = pymupdf.Font("helv").buffer  # only so that PyMuPDF enters a font; nothing of it is kept
    for number, sheet in sheets.items():
        page = document[number]
        page.wrap_contents()
        font = page.insert_font(fontname="TuSach", fontbuffer=stand_in)
        stream = document.get_new_xref()
        document.update_object(stream, "<<>>")
        document.update_stream(stream, page_stream(sheet, _to_user_space(page, sheet.turn)))
        contents = " ".join(f"{xref} 0 R" for xref in [*page.get_contents(), stream])
        document.xref_set_key(page.xref, "Contents", f"[{contents}]")
    if sheets:
        _make_glyphless(document, font)


def _make_glyphless(document: Any, font: int) -> None:
    """Turn the font that PyMuPDF entered into every page's resources into ours, whose letters cannot be seen."""
    names = {}
    for name, (dictionary, body) in font_parts().items():
        names[name] = document.get_new_xref()
        document.update_object(names[name], dictionary % names)
        if body:
            document.update_stream(names[name], body)
    document.update_object(font, FONT_OBJECT % names)


def _to_user_space(page: Any, turn: int) -> tuple[float, float, float, float, float, float]:
    """From parts of the upright page image to the PDF's own coordinates: back by `turn`, by /Rotate and the crop."""
    back = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, -1, 1, 0, 0, 1),
        180: (-1, 0, 0, -1, 1, 1),
        270: (0, 1, -1, 0, 1, 0),
    }[turn]
    shown = pymupdf.Matrix(page.rect.width, page.rect.height)
    matrix = pymupdf.Matrix(*back) * shown * page.derotation_matrix * ~page.transformation_matrix
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _layer(page: Any) -> Layer:
    """The words as the page is displayed: its matrix is applied to every box."""
    raw = page.get_text("rawdict", flags=pymupdf.TEXT_INHIBIT_SPACES | pymupdf.TEXT_MEDIABOX_CLIP)
    matrix, whole = page.rotation_matrix, page.rect

    def place(box: Box) -> Box | None:
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

    return layer_of(raw, place)


def _check(document: Any) -> None:
    if document.needs_pass:
        raise Encrypted
    if document.xref_length() > MAX_OBJECTS:
        raise TooManyObjects(found=document.xref_length())
    try:
        pages = document.page_count
    except BadInput:
        raise
    except Exception as problem:  # PyMuPDF raises bare ones too
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
    """The page's one picture, if it has exactly one."""
    pictures = page.get_image_info(xrefs=True)
    return pictures[0] if len(pictures) == 1 else None


def _covers(page: Any, picture: dict[str, Any]) -> float:
    whole = page.rect * page.derotation_matrix
    shown = pymupdf.Rect(picture["bbox"]) & whole
    return float(abs(shown.get_area()) / max(abs(whole.get_area()), 1))


def _scan(page: Any, picture: dict[str, Any]) -> Image.Image | None:
    """The scan itself, where one upright picture is the page: rendering it again costs 45 times more."""
    a, b, c, d, _x, _y = picture["transform"]
    upright = a > 0 and d > 0 and abs(b) < 0.01 * a and abs(c) < 0.01 * d
    whole = page.rect * page.derotation_matrix
    box = pymupdf.Rect(picture["bbox"])
    beyond = max(whole.x0 - box.x0, whole.y0 - box.y0, box.x1 - whole.x1, box.y1 - whole.y1)
    if not upright or _covers(page, picture) < _COVERS or beyond > 0.02 * max(whole.width, whole.height):
        return None
    if page.get_drawings() or page.first_annot or page.first_widget:
        return None
    image = _embedded(page.parent, picture["xref"])
    turn = {90: 270, 180: 180, 270: 90}.get(page.rotation)
    return image.rotate(turn, expand=True) if image is not None and turn else image


def _embedded(document: Any, xref: int) -> Image.Image | None:
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


def _rendered(page: Any, dpi: int | None) -> Image.Image:
    """Drawn at the resolution, or at the size of a page image; a poster is not drawn larger than it will be shown."""
    longer = max(page.rect.width, page.rect.height, 1)
    most = images.PAGE_SIDE / longer
    scale = most if dpi is None else min(dpi / 72, 2 * most)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False, colorspace=pymupdf.csRGB)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


def _dpi(page: Any, image: Image.Image) -> float:
    return float(max(image.size) / max(page.rect.width, page.rect.height, 1) * 72)


def _quietly(read: Any, otherwise: Any) -> Any:
    """What a PDF says of itself is welcome, but a wrong outline does not sink the book."""
    try:
        return read()
    except Exception:  # PyMuPDF raises bare ones too
        return otherwise

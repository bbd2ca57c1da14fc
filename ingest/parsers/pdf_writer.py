"""Write PDF files: the original with an invisible text layer, or page pictures bound with their text."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pymupdf

from ingest.errors import Damaged
from ingest.parsers.pdf import opened
from ingest.parsers.text_layer import FONT_OBJECT, TextSheet, font_parts, page_stream

_UNLOCKED = 1  # PDF_ENCRYPT_NONE


def add_text(source: Path, target: Path, sheets: Mapping[int, TextSheet]) -> None:
    """Write the original with an invisible text layer on these pages; a second run writes the same bytes.

    Raises Damaged for a document into which PyMuPDF cannot write, and what `opened` raises.
    """
    with opened(source) as document:
        try:
            _write_sheets(document, sheets)
            document.save(target, garbage=1, deflate=True, encryption=_UNLOCKED, no_new_id=True)
        except (MemoryError, OSError):
            raise
        except Exception as problem:  # PyMuPDF also raises Exception itself
            raise Damaged from problem


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

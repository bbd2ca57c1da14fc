"""PDFs to print: a document with the product's typeface, and lines that fit.

Libraries considered: WeasyPrint needs Pango from the system, which no other part needs; ReportLab reads no WOFF2, the
form in which the product has its typeface. fpdf2 embeds those files, reduced to the letters in use.
"""

from io import BytesIO
from pathlib import Path
from typing import Literal

import segno
from django.contrib.staticfiles import finders
from django.utils.translation import get_language
from fpdf import FPDF
from fpdf.enums import XPos, YPos

# The typeface is three files, each with a part of the letters; the second and third supply what the first lacks.
PARTS = ("latin", "latin-ext", "vietnamese")
WEIGHTS = {"": 400, "B": 600}
FONT = PARTS[0]
SMALLEST = 5.0  # points


def a4(title: str, orientation: Literal["portrait", "landscape"] = "portrait") -> FPDF:
    """Return an empty document of A4 with the typeface, in the language of the request; it breaks no page itself."""
    pdf = FPDF(orientation=orientation, format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(title)
    pdf.set_lang(get_language() or "vi")
    for part in PARTS:
        for style, weight in WEIGHTS.items():
            found = finders.find(f"vendor/be-vietnam-pro/be-vietnam-pro-{part}-{weight}-normal.woff2")
            pdf.add_font(part, style=style, fname=Path(str(found)))
    pdf.set_fallback_fonts(list(PARTS[1:]), exact_match=True)
    pdf.set_font(FONT, size=9)
    return pdf


def line(pdf: FPDF, text: str, *, size: float, width: float, style: str = "", align: str = "L") -> None:
    """Write one line, in a smaller size if it is too long, at last cut off; the next one begins below it.

    `size` in points, `width` in millimetres.
    """
    pdf.set_font(FONT, style=style, size=size)
    while size > SMALLEST and pdf.get_string_width(text) > width:
        size -= 0.5
        pdf.set_font_size(size)
    while len(text) > 1 and pdf.get_string_width(text) > width:
        text = f"{text[:-2].rstrip()}…"
    pdf.cell(width, size * 0.5, text, new_x=XPos.LEFT, new_y=YPos.NEXT, align=align)


def qr(text: str) -> BytesIO:
    """Return a QR code as a PNG picture."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=8, border=1)
    return drawn

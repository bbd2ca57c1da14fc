"""Login slips as a PDF to print and cut: ten on a page of A4, with the address as a QR code.

Libraries considered: WeasyPrint needs Pango from the system, which no other part needs; ReportLab reads no WOFF2, the
form in which the product has its typeface. fpdf2 embeds those files, reduced to the letters in use.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import segno
from django.contrib.staticfiles import finders
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from accounts.dates import format_date
from roster.actions.slips import Slip

COLUMNS, ROWS = 2, 5
MARGIN, WIDTH, HEIGHT = 8.0, 97.0, 56.0  # millimetres
QR_SIDE, PADDING = 26.0, 5.0
# The typeface is three files, each with a part of the letters; the second and third supply what the first lacks.
PARTS = ("latin", "latin-ext", "vietnamese")
WEIGHTS = {"": 400, "B": 600}


def slips_pdf(slips: Sequence[Slip], *, school: str, address: str, last_day: date) -> bytes:
    """Return the PDF. `address`: of the sign-in; `last_day`: on which the passwords still work."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(_("Login slips"))
    pdf.set_lang(get_language() or "vi")
    _add_fonts(pdf)
    code = _qr(address)
    for number, slip in enumerate(slips):
        place = number % (COLUMNS * ROWS)
        if place == 0:
            pdf.add_page()
        left, top = MARGIN + place % COLUMNS * WIDTH, MARGIN + place // COLUMNS * HEIGHT
        _draw(pdf, slip, left, top, school=school, address=address, last_day=last_day, code=code)
    return bytes(pdf.output())


def _draw(
    pdf: FPDF, slip: Slip, left: float, top: float, *, school: str, address: str, last_day: date, code: BytesIO
) -> None:
    pdf.set_draw_color(170)
    pdf.set_dash_pattern(dash=1.5, gap=1.5)
    pdf.rect(left, top, WIDTH, HEIGHT)
    pdf.set_dash_pattern()
    text_width = WIDTH - QR_SIDE - 3 * PADDING
    pdf.set_xy(left + PADDING, top + PADDING - 1)
    _line(pdf, school, size=8, width=WIDTH - 2 * PADDING)
    _line(pdf, f"{slip.name} · {slip.group}", size=11, width=WIDTH - 2 * PADDING, style="B")
    pdf.ln(1)
    pdf.image(code, x=left + WIDTH - QR_SIDE - PADDING, y=top + 17, w=QR_SIDE, alt_text=address)
    for label, value in ((_("User name"), slip.username), (_("Temporary password"), slip.password)):
        pdf.set_x(left + PADDING)
        _line(pdf, label, size=7.5, width=text_width)
        pdf.set_x(left + PADDING)
        _line(pdf, value, size=13, width=text_width, style="B")
    pdf.set_xy(left + PADDING, top + HEIGHT - 13)
    _line(pdf, address, size=8, width=WIDTH - 2 * PADDING)
    hint = _("Works until %(day)s. Choose your own password when you sign in.") % {"day": format_date(last_day)}
    _line(pdf, hint, size=7.5, width=WIDTH - 2 * PADDING)


def _line(pdf: FPDF, text: str, *, size: float, width: float, style: str = "") -> None:
    """Write one line, in a smaller size if it is too long; the next one begins below it."""
    pdf.set_font(PARTS[0], style=style, size=size)
    while size > 5 and pdf.get_string_width(text) > width:
        size -= 0.5
        pdf.set_font_size(size)
    pdf.cell(width, size * 0.5, text, new_x=XPos.LEFT, new_y=YPos.NEXT)


def _add_fonts(pdf: FPDF) -> None:
    for part in PARTS:
        for style, weight in WEIGHTS.items():
            found = finders.find(f"vendor/be-vietnam-pro/be-vietnam-pro-{part}-{weight}-normal.woff2")
            pdf.add_font(part, style=style, fname=Path(str(found)))
    pdf.set_fallback_fonts(list(PARTS[1:]), exact_match=True)


def _qr(address: str) -> BytesIO:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="png", scale=8, border=1)
    return drawn

"""Login slips as a PDF to print and cut: ten on a page of A4, with the address as a QR code."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from fpdf import FPDF

from accounts.dates import format_date
from accounts.print_pdf import a4, line, qr
from roster.actions.slips import Slip

COLUMNS, ROWS = 2, 5
MARGIN, WIDTH, HEIGHT = 8.0, 97.0, 56.0  # millimetres
QR_SIDE, PADDING = 26.0, 5.0


def slips_pdf(slips: Sequence[Slip], *, school: str, address: str, last_day: date) -> bytes:
    """Return the PDF. `address`: of the sign-in; `last_day`: on which the passwords still work."""
    pdf = a4(_("Login slips"))
    code = qr(address)
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
    line(pdf, school, size=8, width=WIDTH - 2 * PADDING)
    line(pdf, f"{slip.name} · {slip.group}", size=11, width=WIDTH - 2 * PADDING, style="B")
    pdf.ln(1)
    pdf.image(code, x=left + WIDTH - QR_SIDE - PADDING, y=top + 17, w=QR_SIDE, alt_text=address)
    for label, value in ((_("User name"), slip.username), (_("Temporary password"), slip.password)):
        pdf.set_x(left + PADDING)
        line(pdf, label, size=7.5, width=text_width)
        pdf.set_x(left + PADDING)
        line(pdf, value, size=13, width=text_width, style="B")
    pdf.set_xy(left + PADDING, top + HEIGHT - 13)
    line(pdf, address, size=8, width=WIDTH - 2 * PADDING)
    hint = _("Works until %(day)s. Choose your own password when you sign in.") % {"day": format_date(last_day)}
    line(pdf, hint, size=7.5, width=WIDTH - 2 * PADDING)

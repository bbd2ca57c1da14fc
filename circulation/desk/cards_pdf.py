"""Library cards as a PDF to print and cut: ten on a page of A4, each with a barcode and a QR code."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from fpdf import FPDF

from accounts.print_pdf import a4, line, qr

COLUMNS, ROWS = 2, 5
WIDTH, HEIGHT = 85.6, 54.0  # millimetres: ISO/IEC 7810 ID-1
LEFT, TOP, GAP, PADDING, QR_SIDE = 16.0, 11.0, 2.0, 5.0, 24.0
WIDE_BAR = 0.72  # a narrow one has a third; any scanner of bars reads Code 39


@dataclass(frozen=True)
class CardFront:
    """What stands on the front of a card; no date of birth, no address."""

    name: str
    group: str  # the class, or the role
    number: str


def cards_pdf(cards: Sequence[CardFront], *, school: str) -> bytes:
    """Return the PDF."""
    pdf = a4(_("Library cards"))
    for position, card in enumerate(cards):
        place = position % (COLUMNS * ROWS)
        if place == 0:
            pdf.add_page()
        left = LEFT + place % COLUMNS * (WIDTH + GAP)
        top = TOP + place // COLUMNS * (HEIGHT + GAP)
        _draw(pdf, card, left, top, school)
    return bytes(pdf.output())


def _draw(pdf: FPDF, card: CardFront, left: float, top: float, school: str) -> None:
    pdf.set_draw_color(170)
    pdf.rect(left, top, WIDTH, HEIGHT)
    inside, beside = WIDTH - 2 * PADDING, WIDTH - 3 * PADDING - QR_SIDE
    pdf.set_xy(left + PADDING, top + PADDING)
    line(pdf, school, size=8, width=inside)
    line(pdf, _("Library card"), size=11, width=inside, style="B")
    pdf.image(qr(card.number), x=left + WIDTH - QR_SIDE - PADDING, y=top + 17, w=QR_SIDE, alt_text=card.number)
    pdf.set_xy(left + PADDING, top + 20)
    line(pdf, card.name, size=12, width=beside, style="B")
    line(pdf, card.group, size=10, width=beside)
    pdf.code39(f"*{card.number}*", x=left + PADDING, y=top + HEIGHT - 18, w=WIDE_BAR, h=8)
    pdf.set_xy(left + PADDING, top + HEIGHT - PADDING - 5)
    line(pdf, card.number, size=11, width=inside)

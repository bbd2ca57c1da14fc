"""Labels of copies on sheets of labels, as a PDF: barcodes (Code 128), QR codes, or call numbers for the spine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import segno
from django.utils.translation import gettext as _
from fpdf import FPDF

from accounts.print_pdf import a4, line
from circulation.copies.code128 import QUIET, can_encode, widths_of
from circulation.copies.models import Copy

WIDEST, NARROWEST = 0.33, 0.17  # millimetres of a module
PADDING = 2.0


class LabelKind(StrEnum):
    """What is on a label."""

    BARCODE = "barcode"
    QR = "qr"
    SPINE = "spine"


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels on A4; all lengths in millimetres. `step` is from one label to the next."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    step_across: float
    step_down: float

    @property
    def size(self) -> int:
        """Return how many labels are on the sheet."""
        return self.columns * self.rows

    def place(self, position: int) -> tuple[float, float]:
        """Return left and top of a label, counted from 0 along the rows."""
        row, column = divmod(position, self.columns)
        return self.left + column * self.step_across, self.top + row * self.step_down


SHEETS = {
    "3x8": Sheet(3, 8, 70.0, 37.0, 0.0, 0.5, 70.0, 37.0),
    "3x7": Sheet(3, 7, 63.5, 38.1, 7.2, 15.1, 66.0, 38.1),
    "4x10": Sheet(4, 10, 48.5, 25.4, 8.0, 21.5, 48.5, 25.4),
    "5x13": Sheet(5, 13, 38.1, 21.2, 4.7, 10.7, 40.6, 21.2),
}


def labels_pdf(copies: Iterable[Copy], *, kind: LabelKind, sheet: Sheet, start: int, school: str) -> bytes:
    """Return the labels as a PDF; `start` is the first label of the first sheet that is still there, from 1."""
    pdf = a4(_("Labels"))
    for number, copy in enumerate(copies, start - 1):
        if number % sheet.size == 0 or pdf.page == 0:
            pdf.add_page()
        left, top = sheet.place(number % sheet.size)
        if kind is LabelKind.SPINE:
            _spine(pdf, copy, left, top, sheet)
        elif kind is LabelKind.QR or not can_encode(copy.barcode):
            _with_qr(pdf, copy, left, top, sheet, school)
        else:
            _with_bars(pdf, copy, left, top, sheet, school)
    return bytes(pdf.output())


def _spine(pdf: FPDF, copy: Copy, left: float, top: float, sheet: Sheet) -> None:
    """Write the parts of the call number under each other, and the accession number."""
    texts = [*copy.call_number.split(), copy.accession_number or copy.barcode][:6]
    size = min(14.0, (sheet.height - 2 * PADDING) / len(texts) / 0.55)
    pdf.set_xy(left + PADDING, top + (sheet.height - len(texts) * size * 0.5) / 2)
    for text in texts:
        line(pdf, text, size=size, width=sheet.width - 2 * PADDING, style="B", align="C")


def _with_bars(pdf: FPDF, copy: Copy, left: float, top: float, sheet: Sheet, school: str) -> None:
    width = sheet.width - 2 * PADDING
    pdf.set_xy(left + PADDING, top + PADDING)
    line(pdf, school, size=6.5, width=width, align="C")
    widths = widths_of(copy.barcode)
    module = min(WIDEST, width / (sum(widths) + 2 * QUIET))
    if module < NARROWEST:  # a scanner would not read it
        return _with_qr(pdf, copy, left, top, sheet, school)
    height = sheet.height - 2 * PADDING - 13
    _bars(pdf, widths, left + (sheet.width - sum(widths) * module) / 2, top + PADDING + 4, module, height)
    pdf.set_xy(left + PADDING, top + PADDING + 4.5 + height)
    line(pdf, copy.barcode, size=9, width=width, style="B", align="C")
    line(pdf, copy.resource.title, size=6, width=width, align="C")
    return None


def _bars(pdf: FPDF, widths: Sequence[int], left: float, top: float, module: float, height: float) -> None:
    pdf.set_fill_color(0)
    for place, width in enumerate(widths):
        if place % 2 == 0:
            pdf.rect(left, top, width * module, height, style="F")
        left += width * module


def _with_qr(pdf: FPDF, copy: Copy, left: float, top: float, sheet: Sheet, school: str) -> None:
    side = sheet.height - 2 * PADDING
    matrix = segno.make(copy.barcode, error="m", micro=False).matrix
    module = side / (len(matrix) + 8)  # four modules of white on each side
    pdf.set_fill_color(0)
    for row, dots in enumerate(matrix):
        for column, dot in enumerate(dots):
            if dot:
                across, down = left + PADDING + (column + 4) * module, top + PADDING + (row + 4) * module
                pdf.rect(across, down, module, module, style="F")
    width = sheet.width - side - 2 * PADDING
    pdf.set_xy(left + PADDING + side, top + PADDING + 2)
    line(pdf, school, size=6.5, width=width)
    line(pdf, copy.barcode, size=10, width=width, style="B")
    line(pdf, copy.call_number, size=8, width=width)
    line(pdf, copy.resource.title, size=6, width=width)

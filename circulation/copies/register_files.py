"""Registers as files: a workbook, whose texts no spreadsheet runs, and a PDF to print on A4 across."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from fpdf import FPDF
from fpdf.fonts import FontFace
from openpyxl import Workbook

from accounts.dates import format_date
from accounts.money import format_dong
from accounts.print_pdf import FONT, a4, line
from accounts.workbooks import text_cells
from circulation.copies.models import Copy, Withdrawal
from circulation.copies.registers import Column, Sums, cells
from circulation.copies.words_of_numbers import in_words

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}
MARGIN, WIDTH = 10.0, 277.0  # millimetres, of A4 across
MAX_SHEET_NAME = 31


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """Return a register as an .xlsx file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:MAX_SHEET_NAME])
    sheet.append(text_cells(sheet, [column.heading for column in columns]))
    for row in rows:
        sheet.append(text_cells(sheet, cells(columns, row)))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def register_pdf(title: str, school: str, columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """Return a register as a PDF; its headings are on every page."""
    pdf = a4(title, "landscape")
    pdf.set_auto_page_break(auto=True, margin=MARGIN)
    pdf.set_margins(MARGIN, MARGIN)
    pdf.add_page()
    line(pdf, school, size=9, width=WIDTH)
    line(pdf, title, size=14, width=WIDTH, style="B", align="C")
    pdf.ln(3)
    _table(pdf, [column.heading for column in columns], [column.width for column in columns], _texts(columns, rows))
    return bytes(pdf.output())


def protocol_pdf(entry: Withdrawal, copies: Sequence[Copy]) -> bytes:
    """Return the protocol of a removal (biên bản thanh lí): who, how many, in words too, the list, signatures."""
    sums = Sums()
    for copy in copies:
        sums.add(copy.resource_id, copy.price, copy.category, copy.removed_reason)
    pdf = a4(_("Protocol of removal"))
    pdf.set_auto_page_break(auto=True, margin=15)
    pdf.set_margins(15, 15)
    pdf.add_page()
    width = pdf.epw
    line(pdf, entry.school.name, size=10, width=width)
    line(pdf, _("No.: %(number)s") % {"number": entry.voucher or entry.number}, size=10, width=width)
    pdf.ln(4)
    line(pdf, _("PROTOCOL OF REMOVAL OF BOOKS"), size=14, width=width, style="B", align="C")
    line(pdf, _("Date: %(day)s") % {"day": format_date(entry.day)}, size=10, width=width, align="C")
    pdf.ln(4)
    for text in _facts(entry, sums):
        pdf.set_font(FONT, size=10)
        pdf.multi_cell(width, 5.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)
    headings = [
        _("No."),
        pgettext("of a resource", "Title"),
        _("Accession number"),
        _("Category"),
        _("Price"),
        _("Reason"),
    ]
    _table(pdf, headings, [6, 40, 16, 12, 12, 14], [_copy_cells(number, copy) for number, copy in enumerate(copies, 1)])
    _signatures(pdf)
    return bytes(pdf.output())


def _facts(entry: Withdrawal, sums: Sums) -> list[str]:
    members = [member for member in entry.members.splitlines() if member.strip()]
    counted = {"copies": sums.copies, "words": in_words(sums.copies)}
    return [
        _("The committee:"),
        *(f"{number}. {member}" for number, member in enumerate(members or ["…" * 30] * 3, 1)),
        _("agreed to remove %(copies)s copies (in words: %(words)s) from the register.") % counted,
        _("Reasons: %(reasons)s.") % {"reasons": sums.reasons},
        _("Total value: %(value)s.") % {"value": format_dong(sums.value)},
        *([entry.note] if entry.note else []),
    ]


def _copy_cells(number: int, copy: Copy) -> list[str]:
    reason = str(copy.get_removed_reason_display()) if copy.removed_reason else ""
    return [str(number), copy.resource.title, copy.accession_number, copy.category, copy.price_in_words, reason]


def _signatures(pdf: FPDF) -> None:
    pdf.ln(6)
    half = pdf.epw / 2
    pdf.set_font(FONT, style="B", size=10)
    pdf.cell(half, 6, _("Secretary"), align="C")
    pdf.cell(half, 6, _("Principal"), align="C")


def _table(pdf: FPDF, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> None:
    pdf.set_font(FONT, size=8)
    style = FontFace(emphasis="BOLD", fill_color=(235, 235, 235))
    with pdf.table(col_widths=tuple(widths), headings_style=style, line_height=4.2, padding=0.8) as table:
        for texts in (headings, *rows):
            row = table.row()
            for text in texts:
                row.cell(text)


def _texts(columns: Sequence[Column], rows: Iterable[Any]) -> Iterable[list[str]]:
    for row in rows:
        yield [f"{value:,}".replace(",", ".") if _is_amount(value) else str(value) for value in cells(columns, row)]


def _is_amount(value: Any) -> bool:
    return isinstance(value, int) and value >= 10_000  # years are no amounts


def attached(content: bytes, name: str, file_format: str, day: date) -> HttpResponse:
    """Return a file to save, under a name with the day."""
    response = HttpResponse(content, content_type=TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}-{day:%Y-%m-%d}.{file_format}"'
    response["Cache-Control"] = "private, no-store"
    return response

"""The rows that were not imported, as a workbook with the reason in its last column: correct it and import it."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from accounts.workbooks import text_cells
from roster.entries import as_row_problem
from roster.headings import LABELS, Field
from roster.models import ListImport, ListRow

MAX_SHEET_NAME = 31


def bad_rows_workbook(found: ListImport) -> bytes:
    """Return the workbook: one sheet for each layout, with the headings of the list."""
    book = Workbook(write_only=True)
    for number, layout in enumerate(found.layouts):
        sheet = book.create_sheet(f"{_('To correct')} {number + 1}"[:MAX_SHEET_NAME])
        heads = [head or _label(name) for head, name in zip(layout["heads"], layout["fields"], strict=True)]
        classes = layout["classes"] if "class" not in layout["fields"] else {}
        extra = [str(LABELS[Field.CLASS])] if classes else []
        sheet.append(text_cells(sheet, [*heads, *extra, _("What to correct")]))
        for row in found.rows.filter(outcome=ListRow.Outcome.BAD, layout=number):
            reason = str(as_row_problem(row.problem)(**row.entry.get("details", {})))
            own = [classes.get(row.sheet, "")] if classes else []
            sheet.append(text_cells(sheet, [*(row.cells or [row.name]), *own, reason]))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _label(name: str) -> str:
    return str(LABELS[Field(name)]) if name else ""

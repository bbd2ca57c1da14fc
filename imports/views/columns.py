"""What the columns of a list hold, the template of a list, and the refused rows of one as a list to correct."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from imports.actions import mapping
from imports.models import ImportBatch
from imports.queries import batch_for, saved_mappings
from imports.spreadsheets.columns import LABELS
from imports.spreadsheets.lists import Layout
from imports.spreadsheets.mapping import layouts_in
from imports.spreadsheets.template import template as template_workbook
from sharing.http import ViewerRequest, librarian_required

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_OFFERED = 20  # saved mappings


@librarian_required
@require_POST
def columns(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Say what the columns hold, or take a saved mapping; the file is then read again."""
    found = batch_for(request.viewer, batch)
    saved = request.POST.get("saved", "")
    if request.POST.get("do") == "saved" and saved.isascii() and saved.isdigit() and len(saved) < 18:
        mapping.use_saved(found, saved=int(saved), by=request.viewer)
    else:
        given = {
            number: [request.POST.get(f"column-{number}-{place}", "") for place in range(len(layout.heads))]
            for number, layout in enumerate(layouts_in(found.mapping))
        }
        mapping.set_columns(found, columns=given, by=request.viewer)
        messages.success(request, _("The columns are saved for lists with the same headings."))
    return redirect("imports:batch", batch)


@librarian_required
@require_GET
def template(request: ViewerRequest) -> HttpResponse:
    """Return the template of a list of books."""
    return workbook_response(template_workbook(), "danh-muc-sach.xlsx")


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """Return a workbook as a download."""
    response = HttpResponse(data, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def columns_context(request: ViewerRequest, batch: ImportBatch) -> dict[str, Any]:
    """Return what the part of the page about columns shows; nothing for a format without them."""
    layouts = layouts_in(batch.mapping) if batch.mapping else []
    if not layouts:
        return {}
    return {
        "layouts": [_lines(number, layout) for number, layout in enumerate(layouts)],
        "column_choices": [(column.value, label) for column, label in LABELS.items()],
        "can_map": bool(batch.key) and batch.state == ImportBatch.State.REVIEW,
        "unknown_columns": sum(_unknown(layout) for layout in layouts),
        "saved_mappings": saved_mappings(request.viewer)[:MAX_OFFERED],
    }


def _lines(number: int, layout: Layout) -> dict[str, Any]:
    """Return a list with its columns: place, heading, meaning, samples; without those that are blank throughout."""
    rows = zip(layout.heads, layout.columns, layout.samples, strict=True)
    return {
        "number": number,
        "layout": layout,
        "sheets": ", ".join(filter(None, layout.sheets)),
        "columns": [(place, *row) for place, row in enumerate(rows) if row[0] or row[2]],
    }


def _unknown(layout: Layout) -> int:
    """Return the number of columns with texts that nothing is known of, running numbers not counted."""
    rows = zip(layout.columns, layout.samples, strict=True)
    return sum(not column and any(not text.isdigit() for text in texts) for column, texts in rows)

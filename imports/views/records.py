"""Decisions about staged records, one record, and the refused ones as a file."""

import io
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from imports.actions import reviewing
from imports.decisions import csv_line, decisions_in
from imports.models import ImportBatch, StagedRecord
from imports.queries import batch_for, record_for, records_of
from imports.readers import FORMATS
from imports.readers.spreadsheet import SPREADSHEET
from imports.spreadsheets import rejected
from imports.spreadsheets.mapping import layouts_in
from imports.summary import RecordLine, lines
from imports.views.columns import workbook_response
from sharing.http import ViewerRequest, librarian_required

Action = StagedRecord.Action


@librarian_required
@require_POST
def decide(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Store decisions: `record-<number>` is a decision, with the key of the candidate behind a hyphen."""
    found = batch_for(request.viewer, batch)
    stored = reviewing.decide(found, decisions=decisions_in(request.POST), by=request.viewer)
    action, _separator, decision = request.POST.get("all", "").partition(" ")
    if action:
        stored += reviewing.decide_all(found, action=action, decision=decision, by=request.viewer)
    text = ngettext("%(n)s decision is saved.", "%(n)s decisions are saved.", stored) % {"n": stored}
    messages.success(request, f"{text} {_('Nothing has been imported yet.')}")
    return redirect(f"{reverse('imports:batch', args=[batch])}?{request.GET.urlencode()}")


@librarian_required
@require_GET
def show(request: ViewerRequest, batch: UUID, number: int) -> HttpResponse:
    """Return the page of one record: what the file says beside what the school has."""
    found = batch_for(request.viewer, batch)
    (line,) = lines(request.viewer, found, [record_for(request.viewer, found, number)])
    return render(request, "imports/record.html", {"batch": found, "line": line})


@librarian_required
@require_GET
def refused(request: ViewerRequest, batch: UUID) -> HttpResponseBase:
    """Return the refused records as they came, in one file of their format."""
    found = batch_for(request.viewer, batch)
    if found.format == SPREADSHEET.code:
        return _rejected_list(request, found)
    suffix = FORMATS[found.format].suffix
    response = StreamingHttpResponse(_raw_records(request, found), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="bi-loai{suffix}"'
    response["Cache-Control"] = "no-store"
    return response


@librarian_required
@require_GET
def reasons(request: ViewerRequest, batch: UUID) -> HttpResponseBase:
    """Return a table of the refused records: number, title, reason."""
    found = batch_for(request.viewer, batch)
    response = StreamingHttpResponse(_reasons(request, found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="li-do.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _rejected_list(request: ViewerRequest, found: ImportBatch) -> HttpResponse:
    """Return the refused rows of a list in its columns, with the reason in the last one."""
    written = io.BytesIO()
    rows = ((bytes(row.raw), RecordLine(row, found, {}).reason) for row in _refused(request, found))
    rejected.write(rows, layouts_in(found.mapping), written)
    return workbook_response(written.getvalue(), "can-sua.xlsx")


def _refused(request: ViewerRequest, found: ImportBatch) -> Iterator[StagedRecord]:
    rows = records_of(request.viewer, found).filter(action=Action.REFUSED).defer(None).order_by("number")
    yield from rows.iterator(chunk_size=100)


def _raw_records(request: ViewerRequest, found: ImportBatch) -> Iterator[bytes]:
    before, between, behind = FORMATS[found.format].around
    yield before
    for number, row in enumerate(_refused(request, found)):
        yield (between if number else b"") + bytes(row.raw)
    yield behind


def _reasons(request: ViewerRequest, found: ImportBatch) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield csv_line([_("Number"), _("Title"), _("Reason")])
    for row in _refused(request, found):
        line = RecordLine(row, found, {})
        yield csv_line([str(row.number), line.title, line.reason])

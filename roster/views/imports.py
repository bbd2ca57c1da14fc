"""The screens of an imported list: upload, progress, what would change, decisions, bad rows, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Role
from accounts.paging import page_of
from roster.actions import importing
from roster.actions.slips import needs_slip
from roster.bad_rows import bad_rows_workbook
from roster.errors import FileMissing
from roster.forms import ListForm
from roster.headings import LABELS
from roster.models import ListImport
from roster.queries import classes_in, day_of, import_for, members_in
from roster.summary import ORDER, RowLine, Summary
from sharing.http import ViewerRequest, librarian_required

ROWS_ON_PAGE = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@librarian_required
@require_POST
def start(request: ViewerRequest) -> HttpResponse:
    """Receive a list."""
    form = ListForm(request.POST, request.FILES, today=day_of(request.viewer))
    upload = request.FILES.get("list_file")
    if upload is None:
        raise FileMissing
    form.is_valid()
    data = form.cleaned_data
    made = importing.start(
        data=upload.read(importing.MAX_MEGABYTES * 1024**2 + 1),
        name=upload.name or "",
        role=Role(data.get("role") or Role.PUPIL),
        year=data.get("year") or form.fields["year"].choices[0][0],  # type: ignore[attr-defined]
        whole_school=bool(data.get("whole_school")),
        by=request.viewer,
    )
    return redirect("roster:import", made.uuid)


@librarian_required
@require_GET
def show(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Return the page of one import."""
    return render(request, "roster/import.html", _context(request, import_for(request.viewer, list_import)))


@librarian_required
@require_GET
def progress(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Return the part of the page that changes while a worker acts; afterwards the browser loads the page again."""
    found = import_for(request.viewer, list_import)
    response = render(request, "roster/parts/progress.html", {"list": found, "summary": Summary.of(found)})
    if found.state not in ListImport.WORKING:
        response["HX-Refresh"] = "true"
    return response


@librarian_required
@require_POST
def columns(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Say what the columns hold and of which class each sheet is."""
    found = import_for(request.viewer, list_import)
    fields: dict[int, list[str]] = {}
    classes: dict[int, dict[str, str]] = {}
    for number, layout in enumerate(found.layouts):
        fields[number] = [request.POST.get(f"column-{number}-{place}", "") for place in range(len(layout["fields"]))]
        classes[number] = {
            sheet: request.POST.get(f"sheet-{number}-{place}", "") for place, sheet in enumerate(layout["classes"])
        }
    importing.set_columns(found, fields=fields, classes=classes, by=request.viewer)
    return redirect("roster:import", list_import)


@librarian_required
@require_POST
def decide(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Store decisions; with the button “import”, let a worker begin."""
    found = import_for(request.viewer, list_import)
    decisions = {
        int(name.removeprefix("row-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("row-") and name[4:].isascii() and name[4:].isdigit() and len(name) < 12
    }
    importing.decide(found, decisions=decisions, by=request.viewer)
    outcome, _separator, decision = request.POST.get("all", "").partition(" ")
    if outcome:
        number = importing.decide_all(found, outcome=outcome, decision=decision, by=request.viewer)
        messages.success(request, ngettext("%(n)s row decided.", "%(n)s rows decided.", number) % {"n": number})
    elif request.POST.get("do") == "import":
        importing.apply(found, by=request.viewer)
        return redirect("roster:import", list_import)
    else:
        messages.success(request, _("Your decisions are saved. Nobody has been imported yet."))
    return redirect(f"{request.path.removesuffix('quyet-dinh/')}?{request.GET.urlencode()}")


@librarian_required
@require_POST
def undo(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Take the import back."""
    importing.undo(import_for(request.viewer, list_import), by=request.viewer)
    return redirect("roster:import", list_import)


@librarian_required
@require_POST
def discard(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Delete a list that was not imported."""
    importing.discard(import_for(request.viewer, list_import), by=request.viewer)
    messages.success(request, _("The list was deleted. Nobody was imported."))
    return redirect("roster:classes")


@librarian_required
@require_GET
def bad_rows(request: ViewerRequest, list_import: UUID) -> HttpResponse:
    """Return the rows that were not imported as a workbook that can be corrected and imported."""
    found = import_for(request.viewer, list_import)
    response = HttpResponse(bad_rows_workbook(found), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="can-sua.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def _context(request: ViewerRequest, found: ListImport) -> dict[str, Any]:
    summary = Summary.of(found)
    context: dict[str, Any] = {"list": found, "summary": summary, "working": found.state in ListImport.WORKING}
    if found.state not in (ListImport.State.REVIEW, ListImport.State.DONE, ListImport.State.UNDONE):
        return context
    asked = request.GET.get("loai", "")
    outcome = asked if asked in ORDER and summary.counts.get(asked) else summary.first
    is_done, is_staff = found.state == ListImport.State.DONE, found.role != Role.PUPIL
    rows = found.rows.filter(outcome=outcome).select_related("membership__person") if outcome else found.rows.none()
    page = page_of(request, rows, size=ROWS_ON_PAGE)
    return {
        **context,
        "outcome": outcome,
        "page": page,
        "rows": [RowLine(row, found) for row in page.rows],
        "choices": [(field.value, label) for field, label in LABELS.items()],
        "layouts": summary.layouts,
        "classes": classes_in(request.viewer, found) if is_done else [],
        "needs_slips": is_done and is_staff and any(map(needs_slip, members_in(request.viewer, found))),
    }

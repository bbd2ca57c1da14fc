"""The screens of a batch: the list with the form for a new file, progress, review, terms, commit, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.paging import page_of
from imports.actions import committing, receiving, reviewing
from imports.actions.reviewing import Terms
from imports.errors import FileMissing
from imports.forms import FileForm, TermsForm
from imports.models import ImportBatch
from imports.queries import batch_for, batches_of, records_of
from imports.summary import Summary, lines
from imports.views.columns import columns_context
from sharing.http import ViewerRequest, librarian_required

RECORDS_ON_PAGE = 50
State = ImportBatch.State


@librarian_required
@require_GET
def batches(request: ViewerRequest) -> HttpResponse:
    """Show the form for a new file and the batches of the school."""
    page = page_of(request, batches_of(request.viewer))
    return render(request, "imports/batches.html", {"form": FileForm(), "page": page})


@librarian_required
@require_POST
def start(request: ViewerRequest) -> HttpResponse:
    """Receive a file."""
    upload = request.FILES.get("records")
    if upload is None:
        raise FileMissing
    made = receiving.start(
        upload.file,  # type: ignore[arg-type]
        name=upload.name or "",
        size=upload.size or 0,
        by=request.viewer,
    )
    return redirect("imports:batch", made.uuid)


@librarian_required
@require_GET
def show(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Return the page of one batch."""
    return render(request, "imports/batch.html", _context(request, batch_for(request.viewer, batch)))


@librarian_required
@require_GET
def progress(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Return the part of the page that changes while a worker acts; afterwards the browser loads the page again."""
    found = batch_for(request.viewer, batch)
    context = {"batch": found, "summary": Summary.of(request.viewer, found)}
    response = render(request, "imports/parts/progress.html", context)
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@librarian_required
@require_POST
def terms(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Store what happens to matches and where new records go."""
    found = batch_for(request.viewer, batch)
    _store_terms(request, found)
    messages.success(request, _("Saved. Nothing has been imported yet."))
    return redirect("imports:batch", batch)


@librarian_required
@require_POST
def commit(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Store the terms, and let a worker begin."""
    found = batch_for(request.viewer, batch)
    _store_terms(request, found)
    committing.start(found, by=request.viewer)
    return redirect("imports:batch", batch)


@librarian_required
@require_POST
def undo(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Let a worker take the import back."""
    committing.undo(batch_for(request.viewer, batch), by=request.viewer)
    return redirect("imports:batch", batch)


@librarian_required
@require_POST
def discard(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Delete a batch that was not imported."""
    reviewing.discard(batch_for(request.viewer, batch), by=request.viewer)
    messages.success(request, _("The import was deleted. Your catalogue is unchanged."))
    return redirect("imports:batches")


def _store_terms(request: ViewerRequest, found: ImportBatch) -> None:
    form = TermsForm(request.POST, viewer=request.viewer)
    form.is_valid()
    data = form.cleaned_data
    given = Terms(
        on_match=data.get("on_match") or found.on_match,
        audience=data.get("audience") or "",
        collection=data.get("collection"),
    )
    reviewing.set_terms(found, terms=given, by=request.viewer)


def _context(request: ViewerRequest, found: ImportBatch) -> dict[str, Any]:
    summary = Summary.of(request.viewer, found)
    context: dict[str, Any] = {"batch": found, "summary": summary}
    if found.state not in (State.REVIEW, State.STARTED):
        return context
    asked = request.GET.get("loai", "")
    kind = asked if summary.counts.get(asked) else summary.first
    column = "outcome" if found.state == State.STARTED else "action"
    page = page_of(request, records_of(request.viewer, found).filter(**{column: kind}), size=RECORDS_ON_PAGE)
    initial = {"on_match": found.on_match, "audience": found.audience, "collection": found.collection_id}
    return {
        **context,
        **columns_context(request, found),
        "kind": kind,
        "page": page,
        "lines": lines(request.viewer, found, page.rows),
        "terms": TermsForm(initial=initial, viewer=request.viewer),
    }

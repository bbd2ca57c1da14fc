"""The screens of files of authorities: a new file, progress, review, decisions, the import, the report."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from accounts.paging import page_of
from imports.authority_files.actions import importing, receiving, reviewing
from imports.authority_files.forms import FileForm
from imports.authority_files.models import AuthorityFile, StagedAuthority
from imports.authority_files.queries import entries_of, file_for, files_of
from imports.authority_files.summary import Summary, lines, report
from imports.decisions import csv_line, decisions_in
from imports.errors import FileMissing
from repository.models import Authority
from sharing.http import ViewerRequest, cataloguing_required

ENTRIES_ON_PAGE = 50
State = AuthorityFile.State


@cataloguing_required
@require_GET
def files(request: ViewerRequest) -> HttpResponse:
    """Show the form for a new file and the files of the cataloguer's unit."""
    page = page_of(request, files_of(request.viewer))
    return render(request, "authority_files/files.html", {"form": FileForm(), "page": page})


@cataloguing_required
@require_POST
def start(request: ViewerRequest) -> HttpResponse:
    """Receive a file, and let a worker check it."""
    upload = request.FILES.get("authorities")
    files_of(request.viewer)
    if upload is None:
        raise FileMissing
    kind = request.POST.get("kind", "")
    made = receiving.start(
        upload.file,  # type: ignore[arg-type]
        name=upload.name or "",
        size=upload.size or 0,
        kind=kind if kind in Authority.Kind.values else "",
        by=request.viewer,
    )
    return redirect("authority_files:file", made.uuid)


@cataloguing_required
@require_GET
def show(request: ViewerRequest, file: UUID) -> HttpResponse:
    """Return the page of one file."""
    return render(request, "authority_files/file.html", _context(request, file_for(request.viewer, file)))


@cataloguing_required
@require_GET
def progress(request: ViewerRequest, file: UUID) -> HttpResponse:
    """Return the part of the page that changes while a worker reads; afterwards the browser loads the page again."""
    found = file_for(request.viewer, file)
    response = render(request, "authority_files/parts/progress.html", {"file": found})
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@cataloguing_required
@require_POST
def decide(request: ViewerRequest, file: UUID) -> HttpResponse:
    """Store decisions: `record-<number>` is a decision, with the key of the candidate behind a hyphen."""
    found = file_for(request.viewer, file)
    stored = reviewing.decide(found, decisions=decisions_in(request.POST), by=request.viewer)
    action, _separator, decision = request.POST.get("all", "").partition(" ")
    if action:
        stored += reviewing.decide_all(found, action=action, decision=decision, by=request.viewer)
    text = ngettext("%(n)s decision is saved.", "%(n)s decisions are saved.", stored) % {"n": stored}
    messages.success(request, f"{text} {_('Nothing has been imported yet.')}")
    return redirect(f"{reverse('authority_files:file', args=[file])}?{request.GET.urlencode()}")


@cataloguing_required
@require_POST
def run(request: ViewerRequest, file: UUID) -> HttpResponse:
    """Let a worker import the entries, and show how far it is."""
    started = importing.start(file_for(request.viewer, file), by=request.viewer)
    return redirect("changesets:change_set", started.uuid)


@cataloguing_required
@require_POST
def discard(request: ViewerRequest, file: UUID) -> HttpResponse:
    """Delete a file that was not imported."""
    reviewing.discard(file_for(request.viewer, file), by=request.viewer)
    messages.success(request, _("The file was deleted. The authorities are unchanged."))
    return redirect("authority_files:files")


@cataloguing_required
@require_GET
def table(request: ViewerRequest, file: UUID) -> StreamingHttpResponse:
    """Return a table of all entries: what the import would do or did, why, and what has no place."""
    found = file_for(request.viewer, file)
    response = StreamingHttpResponse(_table(request, found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bao-cao.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _table(request: ViewerRequest, found: AuthorityFile) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield csv_line(
        [_("Number"), pgettext("of an authority", "Heading"), _("Kind"), _("State"), _("Reason"), _("Not taken over")]
    )
    yield from map(csv_line, report(request.viewer, found))


def _context(request: ViewerRequest, found: AuthorityFile) -> dict[str, Any]:
    summary = Summary.of(request.viewer, found)
    context: dict[str, Any] = {"file": found, "summary": summary}
    if found.state not in (State.REVIEW, State.STARTED):
        return context
    asked = request.GET.get("loai", "")
    kind = asked if summary.counts.get(asked) else summary.first
    column = "outcome" if found.state == State.STARTED else "action"
    page = page_of(request, entries_of(request.viewer, found).filter(**{column: kind}), size=ENTRIES_ON_PAGE)
    refused = StagedAuthority.Action.REFUSED
    return {**context, "kind": kind, "page": page, "lines": lines(page.rows), "refused": kind == refused}

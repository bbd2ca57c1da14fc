"""The screen of the MARC editor."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.actions import Action
from accounts.errors import UserFacingError
from accounts.text import clean_line
from portal.marc_editor.checks import problems_of, problems_of_leader
from portal.marc_editor.field_help import help_for
from portal.marc_editor.rows import Row, matched, rearranged, rows_of, typed_rows
from portal.marc_editor.saving import save, version_of
from repository.actions import Record
from repository.errors import RecordChanged
from repository.formats import marc
from repository.formats.exports import FORMATS, marc_of
from repository.models import Resource
from repository.queries import resource_for
from sharing.http import ViewerRequest, librarian_required

MAX_WHY = 300  # characters


@librarian_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the record field by field; POST saves it, or carries out the command of a form without scripts."""
    edited = resource_for(request.viewer, resource, Action.EDIT)
    stored = Record.of(edited)
    record = marc.parse(marc_of(stored))
    if request.method != "POST":
        return _shown(request, edited, stored, record.leader.decode("ascii"), rows_of(record))
    leader = request.POST.get("leader", "")
    try:
        rows = typed_rows(*(request.POST.getlist(name) for name in ("tag", "indicators", "text", "source")))
    except ValueError:
        return redirect("marc:edit", resource)
    if command := request.POST.get("do"):
        return _shown(request, edited, stored, leader, rearranged(rows, command))
    return _saved(request, edited, stored, leader, rows)


def _saved(request: ViewerRequest, edited: Resource, stored: Record, leader: str, rows: Sequence[Row]) -> HttpResponse:
    """Save and lead back to the editor, or show what is wrong beside what was typed."""
    record = marc.parse(marc_of(stored))
    problems = {**problems_of(rows, record), -2: problems_of_leader(leader)}
    if any(problems.values()):
        return _shown(request, edited, stored, leader, rows, problems=problems, status=400)
    try:
        why, version = clean_line(request.POST.get("why", ""))[:MAX_WHY], request.POST.get("version", "")
        save(edited, leader=leader, rows=rows, version=version, why=why, by=request.viewer)
    except RecordChanged as error:
        rows = matched(rows, record)
        theirs = [row for row in rows_of(record) if row.source not in {row.source for row in rows}]
        return _shown(request, edited, stored, leader, rows, error=error, theirs=theirs, status=error.status)
    except UserFacingError as error:
        return _shown(request, edited, stored, leader, rows, error=error, status=error.status)
    messages.success(request, _("The record “%(title)s” is saved.") % {"title": edited.title})
    return redirect("marc:edit", edited.uuid)


def _shown(
    request: ViewerRequest,
    edited: Resource,
    stored: Record,
    leader: str,
    rows: Sequence[Row],
    *,
    problems: Mapping[int, list[str]] | None = None,
    error: UserFacingError | None = None,
    theirs: Sequence[Row] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    context: dict[str, Any] = {
        "resource": edited,
        "leader": leader,
        "rows": [{"row": row, "problems": problems.get(place, [])} for place, row in enumerate(rows)],
        "problems": [*problems.get(-2, []), *problems.get(-1, [])],
        "count": sum(map(len, problems.values())),
        "error": error,
        "theirs": theirs,
        "version": version_of(stored),
        "is_new": stored.marc is None,
        "help": help_for(),
        "why": request.POST.get("why", ""),
        "formats": FORMATS.items(),
    }
    return render(request, "portal/marc/edit.html", context, status=status)

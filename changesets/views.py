"""The screens of acts over many records: the list, the progress of one, what it changed, undo."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import saved_sentence
from accounts.paging import page_of
from changesets import actions
from changesets.models import ChangeSet
from changesets.queries import change_set_for, change_sets_of, changes_of
from repository.actions.uses import SENTENCES
from repository.record_values import FIELD_NAMES
from sharing.http import ViewerRequest, cataloguing_required


@cataloguing_required
@require_GET
def change_sets(request: ViewerRequest) -> HttpResponse:
    """Return the list of the school's acts."""
    return render(request, "changesets/list.html", {"page": page_of(request, change_sets_of(request.viewer))})


@cataloguing_required
@require_GET
def show(request: ViewerRequest, change_set: UUID) -> HttpResponse:
    """Return the page of one act."""
    return render(request, "changesets/change_set.html", _context(request, change_set_for(request.viewer, change_set)))


@cataloguing_required
@require_GET
def progress(request: ViewerRequest, change_set: UUID) -> HttpResponse:
    """Return the part of the page that changes while a worker acts; afterwards the browser loads the page again."""
    found = change_set_for(request.viewer, change_set)
    response = render(request, "changesets/parts/progress.html", {"changes": found})
    if found.state not in ChangeSet.WORKING:
        response["HX-Refresh"] = "true"
    return response


@cataloguing_required
@require_POST
def undo(request: ViewerRequest, change_set: UUID) -> HttpResponse:
    """Take the act back."""
    actions.undo(change_set_for(request.viewer, change_set), by=request.viewer)
    return redirect("changesets:change_set", change_set)


def _context(request: ViewerRequest, found: ChangeSet) -> dict[str, Any]:
    return {
        "changes": found,
        "working": found.state in ChangeSet.WORKING,
        "problem": saved_sentence(found.problem, {}),
        "problems": [(title or name, _reason(code, details)) for name, title, code, details in found.problems],
        "page": page_of(request, changes_of(request.viewer, found)),
    }


def _reason(code: str, details: dict[str, Any]) -> str:
    """Return the sentence of an error; or which fields were edited since, and how a created record is used since."""
    if code:
        return saved_sentence(code, details)
    fields = [str(FIELD_NAMES.get(name, name)) for name in details.get("fields", ())]
    edited = [_("edited since: %(fields)s") % {"fields": ", ".join(fields)}] if fields else []
    uses = [str(SENTENCES[use]) for use in details.get("uses", ()) if use in SENTENCES]
    reasons = "; ".join([*edited, *uses])
    return _("withdrawn, not deleted: %(reasons)s") % {"reasons": reasons} if details.get("withdrawn") else reasons

"""The screen that edits a draft agreement: each clause is a form, and a preview of its effect is beside it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from access.viewer import Viewer
from accounts.text import is_key
from sharing import actions
from sharing.forms import ClauseForm, default_initial, initial_from_clause
from sharing.http import ViewerRequest
from sharing.models import Agreement
from sharing.preview import preview
from sharing.queries import agreement_for, clause_for


def drafting_context(
    agreement: Agreement, viewer: Viewer, *, invalid: dict[int, ClauseForm] | None = None
) -> dict[str, Any]:
    """Return the context of the screen: a form for each clause, one for a new clause (number 0), and previews.

    `invalid` are submitted forms with errors, by number; they replace the forms of the stored clauses.
    """
    invalid = invalid or {}
    clause_forms = [
        (
            number,
            invalid.get(number) or _form(agreement, viewer, number, initial=initial_from_clause(clause)),
            clause.pk,
        )
        for number, clause in enumerate(agreement.clauses.all(), start=1)
    ]
    new_clause = invalid.get(0) or _form(agreement, viewer, 0, initial=default_initial(agreement, viewer))
    return {
        "agreement": agreement,
        "clause_forms": clause_forms,
        "new_clause": new_clause,
        "new_clause_is_open": 0 in invalid or not clause_forms,
        "previews": preview(viewer, agreement),
    }


@require_POST
def add_clause(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Add a clause."""
    draft = agreement_for(request.viewer, agreement)
    form = _form(draft, request.viewer, 0, data=request.POST)
    if form.is_valid():
        actions.add_clause(draft, terms=form.terms(), by=request.viewer)
        return _answer(request, agreement)
    return _answer(request, agreement, {0: form})


@require_POST
def change_clause(request: ViewerRequest, agreement: UUID, number: int) -> HttpResponse:
    """Change a clause, named by its number."""
    clause = clause_for(request.viewer, agreement, number)
    form = _form(clause.agreement, request.viewer, number, data=request.POST)
    if form.is_valid():
        actions.change_clause(clause, terms=form.terms(), by=request.viewer)
        return _answer(request, agreement)
    return _answer(request, agreement, {number: form})


@require_POST
def remove_clause(request: ViewerRequest, agreement: UUID, number: int) -> HttpResponse:
    """Remove a clause, named by its number; `clause` in the form tells it from the one that has taken its place.

    So a second click on the same button removes nothing more.
    """
    named = request.POST.get("clause", "")
    clauses = agreement_for(request.viewer, agreement).clauses
    clause = clauses.filter(pk=named).first() if is_key(named) else clause_for(request.viewer, agreement, number)
    if clause is not None:
        actions.remove_clause(clause, by=request.viewer)
    return _answer(request, agreement)


def _form(agreement: Agreement, viewer: Viewer, number: int, **options: Any) -> ClauseForm:
    return ClauseForm(agreement=agreement, viewer=viewer, auto_id=f"id_{number}_%s", **options)


def _answer(request: ViewerRequest, uuid: UUID, invalid: dict[int, ClauseForm] | None = None) -> HttpResponse:
    """Return the clauses and the preview to htmx; without htmx redirect, or show the whole screen with its errors."""
    if not request.htmx and not invalid:
        return redirect("sharing:agreement", uuid)
    agreement = agreement_for(request.viewer, uuid)
    template = "sharing/parts/draft.html" if request.htmx else "sharing/draft.html"
    return render(request, template, drafting_context(agreement, request.viewer, invalid=invalid))

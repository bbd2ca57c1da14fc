"""Writing an agreement: each sentence is a form, each part of it is changed in place, the preview stands beside it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from access.viewer import Viewer
from sharing import actions
from sharing.forms import ClauseForm, default_initial, initial_from_clause
from sharing.http import ViewerRequest
from sharing.models import Agreement
from sharing.preview import preview
from sharing.queries import agreement_for, clause_for


def drafting_context(
    agreement: Agreement, viewer: Viewer, *, shown: dict[int, ClauseForm] | None = None
) -> dict[str, Any]:
    """What the screen shows: a form for each sentence, one for the next (number 0), and what all of it opens.

    `shown` are forms with mistakes, by number, that stand in the place of what was saved.
    """
    forms = shown or {}
    sentences = [
        (number, forms.get(number) or _form(agreement, viewer, number, initial=initial_from_clause(clause)))
        for number, clause in enumerate(agreement.clauses.all(), start=1)
    ]
    fresh = forms.get(0) or _form(agreement, viewer, 0, initial=default_initial(agreement, viewer))
    return {
        "agreement": agreement,
        "sentences": sentences,
        "next_sentence": fresh,
        "previews": preview(agreement, viewer),
        "writes_next": 0 in forms or not sentences,
    }


@require_POST
def add_clause(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """One sentence more."""
    found = agreement_for(request.viewer, agreement)
    form = _form(found, request.viewer, 0, data=request.POST)
    if form.is_valid():
        actions.add_clause(found, terms=form.terms(), by=request.viewer)
        return _answer(request, agreement)
    return _answer(request, agreement, {0: form})


@require_POST
def change_clause(request: ViewerRequest, agreement: UUID, number: int) -> HttpResponse:
    """The sentence of that number says something else."""
    clause = clause_for(request.viewer, agreement, number)
    form = _form(clause.agreement, request.viewer, number, data=request.POST)
    if form.is_valid():
        actions.change_clause(clause, terms=form.terms(), by=request.viewer)
        return _answer(request, agreement)
    return _answer(request, agreement, {number: form})


@require_POST
def remove_clause(request: ViewerRequest, agreement: UUID, number: int) -> HttpResponse:
    """The sentence of that number goes."""
    actions.remove_clause(clause_for(request.viewer, agreement, number), by=request.viewer)
    return _answer(request, agreement)


def _form(agreement: Agreement, viewer: Viewer, number: int, **options: Any) -> ClauseForm:
    return ClauseForm(agreement=agreement, viewer=viewer, auto_id=f"id_{number}_%s", **options)


def _answer(request: ViewerRequest, uuid: UUID, wrong: dict[int, ClauseForm] | None = None) -> HttpResponse:
    """With script the sentences and the preview alone; without, the screen: again where something is wrong."""
    if not request.htmx and not wrong:
        return redirect("sharing:agreement", uuid)
    agreement = agreement_for(request.viewer, uuid)
    template = "sharing/parts/draft.html" if request.htmx else "sharing/draft.html"
    return render(request, template, drafting_context(agreement, request.viewer, shown=wrong))

"""Authorities at the desk: the list with search, one with its variants, records and history, a new one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import UserFacingError
from accounts.models import AuditEntry
from accounts.paging import page_of
from accounts.text import clean_line
from portal.authorities import acts, sources
from portal.authorities.forms import AuthorityForm, MergeForm, NewAuthorityForm, SplitForm
from portal.authorities.wording import history
from reading.letters import letter_bar
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.authorities.names import references
from repository.authorities.queries import (
    authorities_for,
    authority_for,
    letters_of,
    number_linked,
    own_proposal,
    proposals_for,
    records_of,
    transcribed_forms,
    usage,
)
from repository.models import Authority, HeadingProposal
from sharing.choice_sources import MAX_WORDS_LENGTH
from sharing.http import ViewerRequest, cataloguing_required

HISTORY = 50  # entries


@cataloguing_required
@require_safe
def authorities(request: ViewerRequest) -> HttpResponse:
    """Show the authorities of a kind, a letter or some words."""
    words, kind, letter = (clean_line(request.GET.get(name, "")[:MAX_WORDS_LENGTH]) for name in ("q", "loai", "chu"))
    kind = kind if kind in Authority.Kind.values else ""
    page = page_of(request, authorities_for(request.viewer, words=words, kind=kind, letter=letter))
    numbers = usage(request.viewer, page.rows)
    context = {
        "page": page,
        "rows": [(row, numbers[row.pk]) for row in page.rows],
        "words": words,
        "kind": kind,
        "kinds": Authority.Kind.choices,
        "letter": letter,
        "letters": letter_bar(letters_of(request.viewer, kind=kind), letter, lambda one: _address(kind, one)),
        "waiting": proposals_for(request.viewer).filter(state=HeadingProposal.State.WAITING).count(),
    }
    return render(request, "portal/authorities/list.html", context)


def _address(kind: str, letter: str) -> str:
    return "?" + urlencode({"loai": kind, "chu": letter})


@cataloguing_required
@require_safe
def find(request: ViewerRequest) -> JsonResponse:
    """Return the authorities that the letters of `words` find, for the pickers of forms; `field` limits the kinds."""
    words = clean_line(request.GET.get("words", "")[:MAX_WORDS_LENGTH])
    found = sources.authorities(request.viewer, request.GET.get("field", "")).find(words)
    choices = [
        {"value": one.value, "label": one.label, "detail": one.detail, "form": one.form}
        for one in found.choices
        if isinstance(one, sources.AuthorityChoice)
    ]
    response = JsonResponse({"choices": choices, "more": found.more})
    response["Cache-Control"] = "private, no-store"
    return response


@cataloguing_required
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """GET: an empty form. POST: create the authority."""
    form = NewAuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_authority(kind=form.cleaned_data["kind"], form=form.form(), by=request.viewer)
        except UserFacingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(heading)s” is an authority now.") % {"heading": made})
            return redirect("authorities:authority", made.uuid)
    return render(request, "portal/authorities/new.html", {"form": form}, status=400 if form.errors else 200)


@cataloguing_required
@require_http_methods(["GET", "POST"])
def show(request: ViewerRequest, authority: UUID) -> HttpResponse:
    """GET: the authority; a merged one leads to the other. POST: change it, or propose the change."""
    found = authority_for(request.viewer, authority)
    if found.merged_into is not None:
        return redirect("authorities:authority", found.merged_into.uuid)
    form = AuthorityForm(request.POST or None, initial=AuthorityForm.initial_of(found, _own_form(request, found)))
    if request.method == "POST" and form.is_valid():
        try:
            return _change(request, found, form)
        except UserFacingError as refusal:
            form.add_error(None, str(refusal))
    context = _context(request, found) | {"form": form}
    return render(request, "portal/authorities/authority.html", context, status=400 if form.errors else 200)


def _own_form(request: ViewerRequest, found: Authority) -> Form:
    own = own_proposal(request.viewer, found)
    return Form.from_values(own.form) if own else Form.of(found)


def _change(request: ViewerRequest, found: Authority, form: AuthorityForm) -> HttpResponse:
    why, revision = form.cleaned_data["why"], form.cleaned_data["revision"]
    if request.viewer.is_cataloguer:
        started = acts.change_heading(found, form=form.form(), by=request.viewer, why=why, revision=revision)
    else:
        started = acts.propose(found, form=form.form(), by=request.viewer, why=why)
    if started is None:
        messages.info(request, _("Nothing was changed."))
        return redirect("authorities:authority", found.uuid)
    return redirect("changesets:change_set", started.uuid)


def _context(request: ViewerRequest, found: Authority) -> dict[str, Any]:
    viewer = request.viewer
    transcribed = transcribed_forms(viewer, found)
    entries = AuditEntry.objects.filter(target=found.uuid).select_related("by").order_by("-at", "-pk")[:HISTORY]
    number = number_linked(found) if viewer.is_cataloguer else number_linked(found, school=viewer.school)
    return {
        "authority": found,
        "references": references(found.heading) if found.kind == Authority.Kind.PERSON else (),
        "variants": found.variants.all(),
        "page": page_of(request, records_of(viewer, found)),
        "transcribed": transcribed,
        "number": number,
        "own": own_proposal(viewer, found),
        "proposals": proposals_for(viewer, authority=found).filter(state=HeadingProposal.State.WAITING),
        "history": [history(entry) for entry in entries],
        "merge_form": MergeForm(viewer=viewer, source=found) if viewer.is_cataloguer else None,
        "split_form": SplitForm(transcribed=transcribed) if viewer.is_cataloguer and len(transcribed) > 1 else None,
    }

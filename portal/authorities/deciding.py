"""Decisions about authorities: proposals, pairs that look the same, merges, splits, forms without an authority."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import NotFound, UserFacingError
from accounts.paging import page_of
from portal.authorities import acts
from portal.authorities.forms import DeclineForm, MergeForm, SplitForm
from repository.authorities import actions
from repository.authorities.differences import difference
from repository.authorities.form import Form
from repository.authorities.queries import (
    FIELD_KINDS,
    alike_for,
    authority_for,
    proposal_for,
    proposals_for,
    require_cataloguer,
    transcribed_forms,
    unlinked_forms,
)
from repository.models import Authority, HeadingProposal
from sharing.http import ViewerRequest, cataloguing_required

State = HeadingProposal.State


@cataloguing_required
@require_safe
def proposals(request: ViewerRequest) -> HttpResponse:
    """Show the proposals of all schools with their differences, those that wait before those decided."""
    decided = request.GET.get("da-quyet") == "1"
    rows = proposals_for(request.viewer)
    page = page_of(request, rows.exclude(state=State.WAITING) if decided else rows.filter(state=State.WAITING))
    lines = [(row, difference(row.before, row.form), row.school_id == request.viewer.school) for row in page.rows]
    context = {"page": page, "rows": lines, "decided": decided, "form": DeclineForm()}
    return render(request, "portal/authorities/proposals.html", context)


@cataloguing_required
@require_POST
def accept(request: ViewerRequest, proposal: UUID) -> HttpResponse:
    """Make the proposed form the node's."""
    started = acts.accept(proposal_for(request.viewer, proposal), by=request.viewer)
    if started is None:
        messages.info(request, _("The node has this form already."))
        return redirect("authorities:proposals")
    return redirect("changesets:change_set", started.uuid)


@cataloguing_required
@require_POST
def decline(request: ViewerRequest, proposal: UUID) -> HttpResponse:
    """Decline a proposal with a reason."""
    found, form = proposal_for(request.viewer, proposal), DeclineForm(request.POST)
    require_cataloguer(request.viewer)
    if not form.is_valid():
        messages.error(request, _("Nothing was declined: give a reason, which the school reads."))
        return redirect("authorities:proposals")
    actions.decline(found, reason=form.cleaned_data["reason"], by=request.viewer)
    messages.success(request, _("The proposal is declined. The school goes on using its own form."))
    return redirect("authorities:proposals")


@cataloguing_required
@require_POST
def stop_using(request: ViewerRequest, proposal: UUID) -> HttpResponse:
    """Let the records of the librarian's school show the heading of the node again."""
    found = proposal_for(request.viewer, proposal)
    if found.school_id != request.viewer.school or not request.viewer.is_staff or not found.in_use:
        raise NotFound
    return redirect("changesets:change_set", acts.stop_using(found, by=request.viewer).uuid)


@cataloguing_required
@require_safe
def alike(request: ViewerRequest) -> HttpResponse:
    """Show pairs of authorities that look the same."""
    page = page_of(request, alike_for(request.viewer))
    return render(request, "portal/authorities/alike.html", {"page": page})


@cataloguing_required
@require_POST
def keep_apart(request: ViewerRequest, first: UUID, second: UUID) -> HttpResponse:
    """Remember that two authorities are two."""
    one, other = (authority_for(request.viewer, uuid) for uuid in (first, second))
    actions.keep_apart(one, other, by=request.viewer)
    messages.success(request, _("These two are not proposed again."))
    return redirect("authorities:alike")


@cataloguing_required
@require_POST
def merge(request: ViewerRequest, authority: UUID) -> HttpResponse:
    """Merge the authority into the one that was chosen."""
    source = authority_for(request.viewer, authority)
    require_cataloguer(request.viewer)
    form = MergeForm(request.POST, viewer=request.viewer, source=source)
    if form.is_valid():
        started = acts.merge(source, form.cleaned_data["target"], by=request.viewer)
        return redirect("changesets:change_set", started.uuid)
    for error in form.errors.get("target", ()):
        messages.error(request, str(error))
    return redirect("authorities:authority", source.uuid)


@cataloguing_required
@require_POST
def split(request: ViewerRequest, authority: UUID) -> HttpResponse:
    """Make some of the transcribed forms mean a new authority."""
    source = authority_for(request.viewer, authority)
    require_cataloguer(request.viewer)
    form = SplitForm(request.POST, transcribed=transcribed_forms(request.viewer, source))
    if form.is_valid():
        try:
            data = form.cleaned_data
            new = Form(data["heading"], data["dates"])
            started = acts.split(source, texts=data["texts"], form=new, by=request.viewer)
        except UserFacingError as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("changesets:change_set", started.uuid)
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect("authorities:authority", source.uuid)


@cataloguing_required
@require_http_methods(["GET", "POST"])
def unlinked(request: ViewerRequest) -> HttpResponse:
    """GET: names and headings of records without an authority. POST: make authorities of those that are ticked."""
    field = request.GET.get("truong", "name")
    field = field if field in FIELD_KINDS else "name"
    if request.method == "POST":
        texts, kind = request.POST.getlist("text")[: acts.MAX_FORMS], request.POST.get("kind", "")
        if started := acts.link_forms(field, texts, kind=kind, by=request.viewer):
            return redirect("changesets:change_set", started.uuid)
        messages.error(request, _("Tick at least one form."))
    kinds = [(kind.value, kind.label) for kind in Authority.Kind if kind in FIELD_KINDS[field]]
    context = {
        "page": page_of(request, unlinked_forms(request.viewer, field=field, limit=acts.MAX_LISTED)),
        "field": field,
        "fields": (("name", _("Names")), ("subject", _("Subject headings")), ("series", _("Series"))),
        "kinds": kinds,
    }
    return render(request, "portal/authorities/unlinked.html", context)

"""Screens of agreements: all of them, a new one, one to write or to sign, what it opens."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.viewer import Viewer
from sharing import actions
from sharing.errors import WordingChanged
from sharing.forms import AgreementForm
from sharing.http import ViewerRequest, require_signer
from sharing.models import Agreement
from sharing.preview import preview
from sharing.queries import agreement_for, agreements_of, groups_for
from sharing.views.drafting import drafting_context
from sharing.wording import clause_sentence

State = Agreement.State


@require_GET
def agreements(request: ViewerRequest) -> HttpResponse:
    """The agreements and groups of her school; what waits for its signature stands first."""
    require_signer(request.viewer)
    found = [_line(agreement, request.viewer) for agreement in agreements_of(request.viewer)]
    found.sort(key=lambda line: not line["waits_for_us"])
    return render(request, "sharing/agreements.html", {"agreements": found, "groups": groups_for(request.viewer)})


@require_http_methods(["GET", "POST"])
def new_agreement(request: ViewerRequest) -> HttpResponse:
    """With whom, and what it is called; then its sentences."""
    require_signer(request.viewer)
    form = AgreementForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        made = actions.draft_agreement(**form.cleaned_data, by=request.viewer)
        return redirect("sharing:agreement", made.uuid)
    return render(request, "sharing/new_agreement.html", {"form": form})


@require_GET
def agreement(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """To write it while it is a draft, to read and sign it afterwards."""
    found = agreement_for(request.viewer, agreement)
    if found.state == State.DRAFT:
        return render(request, "sharing/draft.html", drafting_context(found, request.viewer))
    return render(
        request,
        "sharing/agreement.html",
        {
            **_line(found, request.viewer),
            "previews": preview(found, request.viewer),
            "may_take_back": found.state == State.PROPOSED and _proposed_by(request.viewer, found),
            "may_sign": found.state == State.PROPOSED and not _proposed_by(request.viewer, found),
            "may_end": found.state == State.ACTIVE,
        },
    )


@require_GET
def whole_preview(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Everything that it opens today, to the last title."""
    found = agreement_for(request.viewer, agreement)
    previews = preview(found, request.viewer, most=None)
    return render(request, "sharing/preview.html", {"agreement": found, "previews": previews})


@require_POST
def propose(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Show it to the other school."""
    return _do(request, agreement, actions.propose, _("The proposal is sent. The partner school reads it and decides."))


@require_POST
def withdraw_proposal(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """To word it otherwise."""
    return _do(
        request,
        agreement,
        actions.withdraw_proposal,
        _("The proposal is withdrawn; the agreement is a draft of your school again."),
    )


@require_POST
def accept(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Sign the wording that stood on her screen."""
    found = agreement_for(request.viewer, agreement)
    seen = request.POST.get("wording", "")
    if not seen.isdecimal():
        raise WordingChanged
    actions.accept(found, wording=int(seen), by=request.viewer)
    messages.success(request, _("The agreement is signed and in force from now on."))
    return redirect("sharing:agreement", found.uuid)


@require_POST
def decline(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Say no."""
    return _do(request, agreement, actions.decline, _("The proposal is declined. No access was granted."))


@require_POST
def end(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """What it opened is closed at the next request."""
    return _do(
        request,
        agreement,
        actions.end,
        _("The agreement is ended. The access that it gave is closed; copies that were taken remain."),
    )


@require_POST
def delete_draft(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.delete_draft(agreement_for(request.viewer, agreement), by=request.viewer)
    messages.success(request, _("The draft is deleted."))
    return redirect("sharing:agreements")


def _do(request: ViewerRequest, uuid: UUID, action: Callable[..., object], message: str) -> HttpResponse:
    found = agreement_for(request.viewer, uuid)
    action(found, by=request.viewer)
    messages.success(request, message)
    return redirect("sharing:agreement", found.uuid)


def _line(agreement: Agreement, viewer: Viewer) -> dict[str, object]:
    """One agreement as its school sees it."""
    ours = _proposed_by(viewer, agreement)
    return {
        "agreement": agreement,
        "other": agreement.partner if ours else agreement.proposer,
        "sentences": [clause_sentence(clause, viewer) for clause in agreement.clauses.all()],
        "waits_for_us": agreement.state == State.PROPOSED and not ours,
        "waits_for_them": agreement.state == State.PROPOSED and ours,
        "stands": agreement.state == State.ACTIVE,
    }


def _proposed_by(viewer: Viewer, agreement: Agreement) -> bool:
    return agreement.proposer_id == viewer.signs_for

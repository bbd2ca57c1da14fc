"""Screens of agreements: list them, draft one, read and sign one, preview what one gives access to."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.viewer import Viewer
from accounts.paging import page_of
from accounts.text import is_key
from sharing import actions
from sharing.errors import WordingChanged
from sharing.forms import AgreementForm
from sharing.http import ViewerRequest, require_signer
from sharing.models import Agreement
from sharing.preview import preview
from sharing.queries import agreement_for, groups_for, waiting_first, waiting_for_answer
from sharing.views.drafting import drafting_context
from sharing.wording import clause_sentence

State = Agreement.State
AGREEMENTS_ON_A_PAGE = 20
WAITING = "cho-tra-loi"  # the value of `loc` that lists only what waits for an answer
PREVIEWED_ON_A_PAGE = 50  # of each clause


@require_GET
def agreements(request: ViewerRequest) -> HttpResponse:
    """List the agreements and groups of the viewer's school; agreements that wait for its signature come first."""
    require_signer(request.viewer)
    waiting = request.GET.get("loc") == WAITING
    listed = waiting_for_answer(request.viewer) if waiting else waiting_first(request.viewer)
    page = page_of(request, listed, size=AGREEMENTS_ON_A_PAGE)
    groups = page_of(request, groups_for(request.viewer), parameter="trang-nhom")
    context = {
        "agreements": [_row(agreement, request.viewer) for agreement in page.rows],
        "page": page,
        "only_waiting": waiting,
        "groups": groups.rows,
        "groups_page": groups,
    }
    return render(request, "sharing/agreements.html", context)


@require_http_methods(["GET", "POST"])
def new_agreement(request: ViewerRequest) -> HttpResponse:
    """Draft an agreement: ask for partner and title, then go on to its clauses."""
    require_signer(request.viewer)
    form = AgreementForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        draft = actions.draft_agreement(**form.cleaned_data, by=request.viewer)
        return redirect("sharing:agreement", draft.uuid)
    return render(request, "sharing/new_agreement.html", {"form": form})


@require_GET
def agreement(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Show the editor of a draft; otherwise the text of the agreement with the buttons that its state allows."""
    shown = agreement_for(request.viewer, agreement)
    if shown.state == State.DRAFT:
        return render(request, "sharing/draft.html", drafting_context(shown, request.viewer))
    return render(
        request,
        "sharing/agreement.html",
        {
            **_row(shown, request.viewer),
            "previews": preview(request.viewer, shown),
            "may_withdraw": shown.state == State.PROPOSED and _proposed_by(request.viewer, shown),
            "may_sign": shown.state == State.PROPOSED and not _proposed_by(request.viewer, shown),
            "may_end": shown.state == State.ACTIVE,
        },
    )


@require_GET
def whole_preview(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """List all resources that the agreement gives access to today: a page of each clause's."""
    shown = agreement_for(request.viewer, agreement)
    longest = max((part.covered for part in preview(request.viewer, shown, limit=0)), default=0)
    page = page_of(request, range(longest), size=PREVIEWED_ON_A_PAGE)
    previews = preview(request.viewer, shown, first=page.rows[0] if page.rows else 0, limit=PREVIEWED_ON_A_PAGE)
    context = {"agreement": shown, "previews": previews, "page": page, "is_whole": True}
    return render(request, "sharing/preview.html", context)


@require_POST
def propose(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Send a draft to the partner school."""
    return _act(
        request, agreement, actions.propose, _("The proposal is sent. The partner school reads it and decides.")
    )


@require_POST
def withdraw_proposal(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Make a proposal a draft again."""
    return _act(
        request,
        agreement,
        actions.withdraw_proposal,
        _("The proposal is withdrawn; the agreement is a draft of your school again."),
    )


@require_POST
def accept(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Sign the wording that was on the screen; `wording` is its number."""
    proposal = agreement_for(request.viewer, agreement)
    wording = request.POST.get("wording", "")
    if not is_key(wording):
        raise WordingChanged
    actions.accept(proposal, wording=int(wording), by=request.viewer)
    messages.success(request, _("The agreement is signed and in force from now on."))
    return redirect("sharing:agreement", proposal.uuid)


@require_POST
def decline(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Decline a proposal."""
    return _act(request, agreement, actions.decline, _("The proposal is declined. No access was granted."))


@require_POST
def end(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """End an agreement that is in force."""
    return _act(
        request,
        agreement,
        actions.end,
        _("The agreement is ended. The access that it gave is closed; copies that were taken remain."),
    )


@require_POST
def delete_draft(request: ViewerRequest, agreement: UUID) -> HttpResponse:
    """Delete a draft."""
    actions.delete_draft(agreement_for(request.viewer, agreement), by=request.viewer)
    messages.success(request, _("The draft is deleted."))
    return redirect("sharing:agreements")


def _act(request: ViewerRequest, uuid: UUID, action: Callable[..., object], message: str) -> HttpResponse:
    agreement = agreement_for(request.viewer, uuid)
    action(agreement, by=request.viewer)
    messages.success(request, message)
    return redirect("sharing:agreement", agreement.uuid)


def _row(agreement: Agreement, viewer: Viewer) -> dict[str, object]:
    """Return an agreement as the viewer's school sees it, for the list and the screen."""
    ours = _proposed_by(viewer, agreement)
    return {
        "agreement": agreement,
        "other": agreement.partner if ours else agreement.proposer,
        "sentences": [clause_sentence(clause, viewer) for clause in agreement.clauses.all()],
        "waits_for_us": agreement.state == State.PROPOSED and not ours,
        "waits_for_them": agreement.state == State.PROPOSED and ours,
        "in_force": agreement.state == State.ACTIVE,
    }


def _proposed_by(viewer: Viewer, agreement: Agreement) -> bool:
    return agreement.proposer_id == viewer.signs_for

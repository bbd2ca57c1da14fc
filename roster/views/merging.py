"""The node administrator's screen that makes two accounts of one person one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import NotFound, UserFacingError
from accounts.paging import page_of
from repository.queries import require_node_admin
from roster.actions import merging
from roster.forms import MergeForm
from roster.queries import accounts_alike, merges
from sharing.http import ViewerRequest


@login_required
@require_http_methods(["GET", "POST"])
def accounts(request: ViewerRequest) -> HttpResponse:
    """GET: the form, accounts that look alike, what was merged. POST: show what moves, or merge with “confirmed”."""
    require_node_admin(request.viewer)
    form = MergeForm(request.POST or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        target, source = form.cleaned_data["target"], form.cleaned_data["source"]
        try:
            if request.POST.get("confirmed"):
                merging.merge(target, source, by=request.viewer)
                messages.success(request, _("The two accounts are one now."))
                return redirect("roster:merges")
            preview = merging.preview(target, source, by=request.viewer)
        except UserFacingError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "preview": preview,
        "alike": accounts_alike(request.viewer),
        "page": page_of(request, merges(request.viewer)),
    }
    return render(request, "roster/merges.html", context)


@login_required
@require_POST
def undo(request: ViewerRequest, merge: UUID) -> HttpResponse:
    """Make the two accounts two again."""
    found = merges(request.viewer).filter(uuid=merge).first()
    if found is None:
        raise NotFound
    merging.undo_merge(found, by=request.viewer)
    messages.success(request, _("The two accounts are separate again."))
    return redirect("roster:merges")

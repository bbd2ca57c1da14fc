"""Screens of groups of schools: create one, list and change its members."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import NotFound
from accounts.paging import page_of
from sharing import actions
from sharing.forms import GroupForm, MemberForm
from sharing.http import ViewerRequest, require_signer
from sharing.queries import group_for, members_of


@require_http_methods(["GET", "POST"])
def new_group(request: ViewerRequest) -> HttpResponse:
    """Create a group that the viewer's school leads."""
    require_signer(request.viewer)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        created = actions.make_group(**form.cleaned_data, by=request.viewer)
        return redirect("sharing:group", created.uuid)
    return render(request, "sharing/new_group.html", {"form": form})


@require_http_methods(["GET", "POST"])
def group(request: ViewerRequest, group: UUID) -> HttpResponse:
    """Show the members of a group; the lead adds some."""
    shown = group_for(request.viewer, group)
    leads = shown.lead_id == request.viewer.signs_for
    form = MemberForm(request.POST or None, viewer=request.viewer, group=shown)
    if request.method == "POST" and not leads:
        raise NotFound
    if request.method == "POST" and form.is_valid():
        actions.add_members(shown, members=form.selected(), by=request.viewer)
        return redirect("sharing:group", shown.uuid)
    page = page_of(request, members_of(request.viewer, shown))
    context = {"group": shown, "members": page.rows, "page": page, "leads": leads, "form": form}
    return render(request, "sharing/group.html", context)


@require_POST
def remove_member(request: ViewerRequest, group: UUID, member: int) -> HttpResponse:
    """Remove a member, for the lead of the group."""
    changed = group_for(request.viewer, group)
    leaving = members_of(request.viewer, changed).filter(pk=member).first()
    if leaving is None:
        raise NotFound
    actions.remove_member(leaving, by=request.viewer)
    messages.success(request, _("The school is no longer in the group."))
    return redirect("sharing:group", changed.uuid)

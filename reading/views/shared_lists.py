"""A list that somebody shares by link: each viewer sees of it what they may discover."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.paging import page_of
from personal import actions, queries
from reading.list_cards import entry_cards, origin_of
from sharing.http import ViewerRequest


@require_safe
def show(request: ViewerRequest, token: str) -> HttpResponse:
    """Show the list to somebody with its link."""
    viewer = request.viewer
    shared = queries.shared_list(viewer, token)
    page = page_of(request, queries.visible_entries(viewer, shared))
    context = {
        "reading_list": shared,
        "origin": origin_of(shared),
        "entries": entry_cards(viewer, page.rows),
        "page": page,
        "is_owner": viewer.person is not None and shared.owner_id == viewer.person,
        "is_followed": queries.is_followed(viewer, shared) if viewer.person is not None else False,
    }
    response = render(request, "reading/shared_list.html", context)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_POST
def follow(request: ViewerRequest, token: str) -> HttpResponse:
    """Add the list to the viewer's own lists (`on` is 1), or take it out."""
    shared = queries.shared_list(request.viewer, token)
    if request.POST.get("on") == "1":
        actions.follow(shared, by=request.viewer)
        messages.success(request, _("“%(name)s” is now among your lists.") % {"name": shared.name})
    else:
        actions.unfollow(shared, by=request.viewer)
        messages.success(request, _("“%(name)s” is no longer among your lists.") % {"name": shared.name})
    return HttpResponseRedirect(reverse("reading:shared_list", args=[token]))

"""The screens of the viewer's own lists: all of them, one of them, and its sharing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import NotFound
from accounts.paging import page_of
from accounts.site_address import absolute
from personal import actions, queries
from personal.actions.sharing import may_share_widely
from personal.forms import ListForm
from personal.models import ReadingList
from reading.list_cards import entry_cards, followed_list_card, own_list_card
from reading.qr import qr_response
from sharing.http import ViewerRequest

NO_STORE = "private, no-store"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: ViewerRequest) -> HttpResponse:
    """Show the viewer's lists and those that they follow, or create one."""
    form = ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        created = actions.create_list(**form.cleaned_data, by=request.viewer)
        messages.success(request, _("The list “%(name)s” is ready. Add resources on their pages.") % {"name": created})
        return HttpResponseRedirect(_url(created))
    viewer = request.viewer
    context = {
        "lists": [own_list_card(own) for own in queries.lists_of(viewer)],
        "followed": [followed_list_card(other) for other in queries.followed_lists(viewer)],
        "removed": queries.removed_list(viewer),
        "form": form,
    }
    return render(request, "reading/lists.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def show(request: ViewerRequest, reading_list: UUID) -> HttpResponse:
    """Show one list of the viewer with its entries."""
    return render(request, "reading/list.html", _context(request, queries.list_for(request.viewer, reading_list)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ViewerRequest, reading_list: UUID) -> HttpResponse:
    """Change name and note of a list."""
    edited = queries.list_for(request.viewer, reading_list)
    form = ListForm(request.POST or None, initial={"name": edited.name, "note": edited.note})
    if request.method == "POST" and form.is_valid():
        actions.edit_list(edited, **form.cleaned_data, by=request.viewer)
        messages.success(request, _("The list is saved."))
        return HttpResponseRedirect(_url(edited))
    context = {"reading_list": edited, "form": form, "list_url": _url(edited)}
    return render(request, "reading/edit_list.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def remove(request: ViewerRequest, reading_list: UUID) -> HttpResponse:
    """Remove a list; the next screen offers to undo it."""
    actions.remove_list(queries.list_for(request.viewer, reading_list), by=request.viewer)
    return HttpResponseRedirect(reverse("reading:lists"))


@login_required
@require_POST
def restore(request: ViewerRequest, reading_list: UUID) -> HttpResponse:
    """Undo the removal of a list."""
    restored = queries.list_for(request.viewer, reading_list, removed=True)
    actions.restore_list(restored, by=request.viewer)
    return HttpResponseRedirect(_url(restored))


@login_required
@require_POST
def share(request: ViewerRequest, reading_list: UUID) -> HttpResponse:
    """Share a list by link, with everyone or with the school."""
    shared = queries.list_for(request.viewer, reading_list)
    school_only = request.POST.get("audience") != "everyone"
    ticked = set(request.POST.getlist("class"))
    classes = [one for one in queries.classes_to_share(request.viewer) if str(one.uuid) in ticked]
    actions.share_list(shared, school_only=school_only, classes=classes, by=request.viewer)
    return HttpResponseRedirect(f"{_url(shared)}#share")


@login_required
@require_POST
def stop_sharing(request: ViewerRequest, reading_list: UUID) -> HttpResponse:
    """Make the link void."""
    private = queries.list_for(request.viewer, reading_list)
    actions.stop_sharing(private, by=request.viewer)
    messages.success(request, _("The list is private again. Its link and QR code no longer work."))
    return HttpResponseRedirect(_url(private))


@login_required
@require_safe
def qr_code(request: ViewerRequest, reading_list: UUID) -> HttpResponse:
    """Return the link of a shared list as a QR code."""
    shared = queries.list_for(request.viewer, reading_list)
    if not shared.is_shared:
        raise NotFound
    return qr_response(reverse("reading:shared_list", args=[shared.share_token]), cache_control=NO_STORE)


def _context(request: ViewerRequest, reading_list: ReadingList) -> dict[str, Any]:
    viewer = request.viewer
    page = page_of(request, queries.entries_of(reading_list))
    shared_url = reverse("reading:shared_list", args=[reading_list.share_token]) if reading_list.is_shared else ""
    return {
        "reading_list": reading_list,
        "entries": entry_cards(viewer, page.rows),
        "page": page,
        "removed": queries.removed_entry(viewer, reading_list),
        "shared_url": absolute(shared_url) if shared_url else "",
        "may_share": viewer.school is not None and not reading_list.is_favourites,
        "classes": queries.classes_to_share(viewer),
        "ticked": set(reading_list.classes.values_list("pk", flat=True)),
        "may_share_widely": may_share_widely(viewer),
        "results_url": reverse("reading:results"),
    }


def _url(reading_list: ReadingList) -> str:
    return reverse("reading:list", args=[reading_list.uuid])

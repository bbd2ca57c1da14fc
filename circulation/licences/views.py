"""The librarian's screen about lending: the licences of a resource and how many of their seats are on loan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.actions import Action
from accounts.paging import page_of
from accounts.site_address import is_on_this_site
from circulation.licences import actions
from circulation.licences.forms import LicenceForm, SeatsForm
from circulation.licences.queries import licence_for, licences_of
from repository.models import Resource
from repository.queries import resource_for
from sharing.http import ViewerRequest


@login_required
@require_http_methods(["GET", "POST"])
def licences(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the licences of a resource of the librarian's school, or add one."""
    lent = resource_for(request.viewer, resource, Action.SHARE)
    form = LicenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_licence(lent, terms=form.terms(request.viewer.now), by=request.viewer)
        messages.success(request, _("Everyone with access can now borrow “%(title)s”.") % {"title": lent.title})
        return HttpResponseRedirect(_next(request) or _url(lent))
    return render(request, "circulation/licences.html", _context(request, lent, form))


@login_required
@require_POST
def seats(request: ViewerRequest, licence: UUID) -> HttpResponse:
    """Change the number of seats."""
    changed = licence_for(request.viewer, licence)
    form = SeatsForm(request.POST)
    if form.is_valid():
        actions.change_seats(changed, seats=form.cleaned_data["seats"], by=request.viewer)
        messages.success(request, _("Seats in the licence: %(seats)s.") % {"seats": form.cleaned_data["seats"]})
    else:
        messages.error(request, _("Enter the number of seats as a whole number, at least 1. Nothing was changed."))
    return HttpResponseRedirect(_url(changed.resource))


@login_required
@require_POST
def end(request: ViewerRequest, licence: UUID) -> HttpResponse:
    """End a licence."""
    ended = licence_for(request.viewer, licence)
    actions.end_licence(ended, by=request.viewer)
    messages.success(request, _("The licence is ended. Readers keep their current loans until they are due."))
    return HttpResponseRedirect(_url(ended.resource))


def _context(request: ViewerRequest, lent: Resource, form: LicenceForm) -> dict[str, Any]:
    page = page_of(request, licences_of(request.viewer, lent))
    rows = [
        {"licence": licence, "ended": licence.ends_at is not None and licence.ends_at <= request.viewer.now}
        for licence in page.rows
    ]
    return {"resource": lent, "licences": rows, "page": page, "form": form, "next_url": _next(request)}


def _next(request: ViewerRequest) -> str:
    """Return the address that the librarian goes on to, if it is on this site; else an empty string."""
    url = request.GET.get("next", "")
    return url if is_on_this_site(url) else ""


def _url(resource: Resource) -> str:
    return reverse("circulation:licences", args=[resource.uuid])

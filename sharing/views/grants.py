"""Screens where a school opens a resource or a collection to others, and takes it back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.actions import Action
from repository.actions import grant, revoke
from repository.models import Collection, Resource
from repository.queries import resource_for
from sharing.forms import GrantForm
from sharing.http import ViewerRequest
from sharing.queries import collection_for, grants_of
from sharing.wording import grant_sentence


@require_http_methods(["GET", "POST"])
def resource_grants(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """To whom one resource is opened."""
    return _grants(request, resource_for(request.viewer, resource, Action.SHARE))


@require_http_methods(["GET", "POST"])
def collection_grants(request: ViewerRequest, collection: UUID) -> HttpResponse:
    """To whom all of a collection is opened, also what is put in later."""
    return _grants(request, collection_for(request.viewer, collection))


def _grants(request: ViewerRequest, thing: Resource | Collection) -> HttpResponse:
    closes = "close" in request.POST
    form = GrantForm(None if closes else request.POST or None, viewer=request.viewer)
    if closes:
        _revoke(request, thing)
    elif request.method == "POST" and form.is_valid():
        for action in form.cleaned_data["actions"]:
            grant(thing, action=Action(action), audience=form.whom(), by=request.viewer)
        form = GrantForm(viewer=request.viewer)
    if request.method == "POST" and not request.htmx and not form.errors:
        return redirect(request.path)
    rows = [(grant, grant_sentence(grant)) for grant in grants_of(request.viewer, thing)]
    template = "sharing/parts/grants.html" if request.htmx else "sharing/grants.html"
    is_collection = isinstance(thing, Collection)
    context = {"thing": thing, "is_collection": is_collection, "grants": rows, "form": form}
    return render(request, template, context)


def _revoke(request: ViewerRequest, thing: Resource | Collection) -> None:
    """Close one row of the list; one that is gone already stays gone."""
    action, _at, audience = request.POST["close"].partition("@")
    row = grants_of(request.viewer, thing).filter(action=action, audience=audience).first()
    if row is not None:
        revoke(thing, action=Action(row.action), audience=row.audience, by=request.viewer)

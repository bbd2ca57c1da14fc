"""Screens where a school opens a resource or a collection to others, and takes it back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.actions import Action
from repository.actions import close_to, open_to
from repository.models import Collection, Resource
from repository.queries import resource_for
from sharing.forms import OpeningForm
from sharing.queries import collection_for, openings_of
from sharing.sentences import opening_sentence
from sharing.views.requests import ViewerRequest


@require_http_methods(["GET", "POST"])
def resource_openings(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """To whom one resource is opened."""
    return _openings(request, resource_for(request.viewer, resource, Action.SHARE))


@require_http_methods(["GET", "POST"])
def collection_openings(request: ViewerRequest, collection: UUID) -> HttpResponse:
    """To whom all of a collection is opened, also what is put in later."""
    return _openings(request, collection_for(request.viewer, collection))


def _openings(request: ViewerRequest, thing: Resource | Collection) -> HttpResponse:
    closes = "close" in request.POST
    form = OpeningForm(None if closes else request.POST or None, viewer=request.viewer)
    if closes:
        _close(request, thing)
    elif request.method == "POST" and form.is_valid():
        for action in form.cleaned_data["actions"]:
            open_to(thing, action=Action(action), audience=form.whom(), by=request.viewer)
        form = OpeningForm(viewer=request.viewer)
    if request.method == "POST" and not request.htmx and not form.errors:
        return redirect(request.path)
    rows = [(opening, opening_sentence(opening)) for opening in openings_of(request.viewer, thing)]
    template = "sharing/parts/grants.html" if request.htmx else "sharing/grants.html"
    is_collection = isinstance(thing, Collection)
    context = {"thing": thing, "is_collection": is_collection, "openings": rows, "form": form}
    return render(request, template, context)


def _close(request: ViewerRequest, thing: Resource | Collection) -> None:
    """Close one row of the list; one that is gone already stays gone."""
    action, _at, audience = request.POST["close"].partition("@")
    row = openings_of(request.viewer, thing).filter(action=action, audience=audience).first()
    if row is not None:
        close_to(thing, action=Action(row.action), audience=row.audience, by=request.viewer)

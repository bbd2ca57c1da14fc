"""What is done with the entries of the viewer's lists: save from the page of a resource, order, annotate, remove."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import NotFound
from accounts.site_address import is_on_this_site
from accounts.text import clean_line
from personal import actions, queries
from personal.forms import NoteForm
from personal.models import ListEntry
from reading import hearts
from reading.links import resource_url
from repository.queries import resource_for
from sharing.http import ViewerRequest

MAX_NAME_LENGTH = 120  # characters of the name of a new list


@login_required
@require_POST
def favourite(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Add a resource to the favourites (`on` is 1), or take it out; a heart of htmx is replaced in place."""
    saved = resource_for(request.viewer, resource)
    favourites = actions.favourites(by=request.viewer)
    if request.POST.get("on") == "1":
        actions.add_to_list(favourites, saved, by=request.viewer)
    elif entry := queries.entries_of(favourites).filter(resource=saved).first():
        actions.remove_from_list(entry, by=request.viewer)
    element = request.POST.get("heart", "")
    if "HX-Request" in request.headers and hearts.ID.fullmatch(element):
        is_on, back = request.POST.get("on") == "1", _back(request, "")
        context = hearts.context(request, saved.uuid, saved.title, is_on=is_on, element=element, back=back)
        return render(request, "reading/parts/heart.html", context)
    return HttpResponseRedirect(_back(request, resource_url(saved.uuid)))


@login_required
@require_POST
def put_into_lists(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Let the ticked lists hold the resource, and a new one if a name is given."""
    saved = resource_for(request.viewer, resource)
    ticked = set(request.POST.getlist("list"))
    chosen = [own for own in queries.lists_of(request.viewer) if str(own.uuid) in ticked]
    if name := clean_line(request.POST.get("name", "")[: MAX_NAME_LENGTH * 4])[:MAX_NAME_LENGTH]:
        chosen.append(actions.create_list(name=name, by=request.viewer))
    actions.put_into_lists(saved, lists=chosen, by=request.viewer)
    messages.success(request, _("Your lists are saved."))
    return HttpResponseRedirect(_back(request, resource_url(saved.uuid)))


@login_required
@require_POST
def move(request: ViewerRequest, reading_list: UUID, resource: UUID) -> HttpResponse:
    """Move an entry up, down or to the top."""
    try:
        to = actions.Move(request.POST.get("to", ""))
    except ValueError as error:
        raise NotFound from error
    entry = queries.entry_for(request.viewer, reading_list, resource)
    actions.move_entry(entry, to=to, by=request.viewer)
    return _to_entry(request, entry)


@login_required
@require_POST
def note(request: ViewerRequest, reading_list: UUID, resource: UUID) -> HttpResponse:
    """Write the note of an entry."""
    entry = queries.entry_for(request.viewer, reading_list, resource)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.note_entry(entry, note=form.cleaned_data["note"], by=request.viewer)
    else:
        messages.error(request, _("The note is too long: at most 500 characters. Nothing was changed."))
    return _to_entry(request, entry)


@login_required
@require_POST
def remove(request: ViewerRequest, reading_list: UUID, resource: UUID) -> HttpResponse:
    """Remove an entry; the list then offers to undo it."""
    entry = queries.entry_for(request.viewer, reading_list, resource)
    actions.remove_from_list(entry, by=request.viewer)
    return HttpResponseRedirect(_back(request, _list_url(entry)))


@login_required
@require_POST
def restore(request: ViewerRequest, reading_list: UUID, resource: UUID) -> HttpResponse:
    """Undo the removal of an entry."""
    entry = queries.entry_for(request.viewer, reading_list, resource, removed=True)
    actions.restore_entry(entry, by=request.viewer)
    return _to_entry(request, entry)


def _to_entry(request: ViewerRequest, entry: ListEntry) -> HttpResponse:
    return HttpResponseRedirect(f"{_back(request, _list_url(entry))}#result-{entry.pk}")


def _list_url(entry: ListEntry) -> str:
    return reverse("reading:list", args=[entry.list.uuid])


def _back(request: ViewerRequest, url: str) -> str:
    """Return the address that the form names, if it is on this site, else `url`."""
    named = request.POST.get("next", "")
    return named if named and is_on_this_site(named) else url

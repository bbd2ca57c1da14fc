"""The viewer's own choices, reading history, bookmarks, and the export of all of it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import NotFound
from accounts.language import choose_language, language_for
from accounts.models import Person
from accounts.paging import page_of
from personal import actions, queries
from personal.forms import ChoicesForm
from reading.history_cards import bookmark_cards, history_cards
from reading.personal_export import export_of
from sharing.http import ViewerRequest

EXPORT_NAME = "tu-sach.json"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: ViewerRequest) -> HttpResponse:
    """Choose subjects and grades, whether reading is recorded, and the language."""
    person = cast(Person, request.user)  # login_required excludes anonymous users
    saved = queries.choices_of(request.viewer)
    initial = {"subjects": saved.subjects, "grades": saved.grades, "records_reading": saved.records_reading}
    initial |= {"language": language_for(person)}
    form = ChoicesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_choices(**form.choices(), by=request.viewer)
        here, code = reverse("reading:choices"), translation.get_language() or ""
        if "language" in form.changed_data:
            code = form.cleaned_data["language"] or code
            choose_language(person, code)
        with translation.override(code):
            messages.success(request, _("Your choices are saved."))
        return HttpResponseRedirect(translate_url(here, code))
    context = {"form": form, "records": saved.records_reading}
    return render(request, "reading/choices.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def history(request: ViewerRequest) -> HttpResponse:
    """Show what the viewer read, if they asked for it to be recorded."""
    page = page_of(request, queries.history_of(request.viewer))
    context = {
        "cards": history_cards(request.viewer, page.rows),
        "page": page,
        "records": queries.choices_of(request.viewer).records_reading,
    }
    return render(request, "reading/history.html", context)


@login_required
@require_POST
def forget(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Delete one resource from the history, also one that the viewer may no longer discover."""
    entry = queries.history_of(request.viewer).filter(resource__uuid=resource).first()
    if entry is None:
        raise NotFound
    actions.forget(entry.resource, by=request.viewer)
    messages.success(request, _("Deleted from your reading history."))
    return HttpResponseRedirect(reverse("reading:history"))


@login_required
@require_POST
def forget_all(request: ViewerRequest) -> HttpResponse:
    """Delete the whole history."""
    actions.forget_all(by=request.viewer)
    messages.success(request, _("Your reading history is deleted."))
    return HttpResponseRedirect(reverse("reading:history"))


@login_required
@require_safe
def bookmarks(request: ViewerRequest) -> HttpResponse:
    """Show the viewer's bookmarks."""
    page = page_of(request, queries.bookmarks_of(request.viewer))
    context = {
        "cards": bookmark_cards(request.viewer, page.rows), "page": page, "results_url": reverse("reading:results")
    }  # fmt: skip
    return render(request, "reading/bookmarks.html", context)


@login_required
@require_safe
def export(request: ViewerRequest) -> HttpResponse:
    """Return everything that is stored of the viewer, as a download."""
    person = cast(Person, request.user)  # login_required excludes anonymous users
    response = JsonResponse(export_of(person, request.viewer), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{EXPORT_NAME}"'
    response["Cache-Control"] = "private, no-store"
    return response

"""The tree of Dewey numbers for readers, and the import of captions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import NotFound, UserFacingError
from accounts.paging import page_of
from reading.class_form import CaptionsForm
from reading.collection_page import items
from repository.curriculum import dewey
from repository.curriculum.queries import edits_lessons
from sharing.http import ViewerRequest

MAX_LINES_SHOWN = 10


@require_safe
def tree(request: ViewerRequest, key: str = "") -> HttpResponse:
    """Show the numbers below a number that hold something, and the resources there."""
    if key and not dewey.is_level(key):
        raise Http404
    viewer = request.viewer
    above = [place for place in dewey.broader(key) if key]
    captions = dewey.captions_of(viewer, [*above, key] if key else [])
    page = page_of(request, dewey.resources_at(viewer, key).values_list("uuid", flat=True) if key else [])
    context = {
        "key": key,
        "number": dewey.shown(key) if key else "",
        "caption": captions.get(key, ""),
        "above": [(place, dewey.shown(place), captions.get(place, "")) for place in above],
        "below": dewey.below(viewer, key),
        "page": page,
        "items": items(viewer, page),
        "edits": edits_lessons(viewer),
    }
    return render(request, "reading/classes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def import_captions(request: ViewerRequest) -> HttpResponse:
    """Import the captions of the viewer's school or department."""
    if not edits_lessons(request.viewer):
        raise NotFound
    form = CaptionsForm(request.POST, request.FILES) if request.method == "POST" else CaptionsForm()
    if form.is_bound and form.is_valid():
        try:
            captions, refused = dewey.read_captions(form.rows())
            saved = dewey.save_captions(
                captions, edition=form.cleaned_data["edition"], by=request.viewer, refused=refused
            )
        except UserFacingError as refusal:
            if refusal.status != 400:
                raise
            form.add_error(None, str(refusal))
        else:
            _say_what_was_saved(request, saved)
            return redirect("reading:classes")
    return render(request, "reading/import_captions.html", {"form": form}, status=400 if form.errors else 200)


def _say_what_was_saved(request: ViewerRequest, saved: dewey.SavedCaptions) -> None:
    messages.success(request, _("%(number)s captions are saved.") % {"number": saved.saved})
    if saved.refused:
        lines = ", ".join(map(str, saved.refused[:MAX_LINES_SHOWN]))
        sentence = _("%(number)s lines have no number with a caption and were left out: %(lines)s …")
        messages.warning(request, sentence % {"number": len(saved.refused), "lines": lines})

"""The review: a librarian corrects the proposed metadata, chooses who may do what, and publishes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.actions import Action
from ingest.models import Upload
from ingest.states import State
from ingest.uploads import actions
from ingest.uploads.forms import ReviewForm, initial_of
from ingest.uploads.progress import RECORDING_TYPES
from ingest.uploads.queries import left_out_of, page_notes_of, upload_for
from ingest.uploads.views.access import librarian_required
from repository.models import Page
from sharing.http import ViewerRequest

FIRST_PAGES_LIMIT = 8
LOW_CONFIDENCE = 75  # mean confidence of a page's words, 0–100


@librarian_required
@require_http_methods(["GET", "POST"])
def review(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """GET: the form. POST: publish. An upload that does not wait for review redirects to its live page."""
    row = upload_for(request.viewer, upload)
    if row.state != State.REVIEW or row.resource is None:
        return redirect("ingest:upload", upload)
    form = ReviewForm(request.POST or None, initial=initial_of(row), viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        return _publish(request, row, form)
    return render(request, "ingest/review.html", _context(request, row, form))


def _publish(request: ViewerRequest, upload: Upload, form: ReviewForm) -> HttpResponse:
    description, grants = form.record_description(), form.selected_grants()
    actions.publish(upload, description=description, grants=grants, by=request.viewer)
    messages.success(request, _("“%(title)s” is published.") % {"title": description.title})
    assert upload.resource is not None
    if Action.BORROW in grants:
        return redirect("circulation:licences", upload.resource.uuid)
    return redirect("reading:resource", upload.resource.uuid)


def _context(request: ViewerRequest, upload: Upload, form: ReviewForm) -> dict[str, object]:
    assert upload.resource is not None
    pages = upload.resource.pages.select_related("image", "text")
    captions = upload.steps.filter(name="captions").first()
    return {
        "upload": upload,
        "resource": upload.resource,
        "form": form,
        "first_pages": pages.exclude(image=None)[:FIRST_PAGES_LIMIT],
        "broken": pages.filter(state=Page.State.BROKEN).count(),
        "unsure": pages.filter(text__confidence__lt=LOW_CONFIDENCE).count(),
        "page_notes": page_notes_of(request.viewer, upload),
        "left_out": left_out_of(request.viewer, upload),
        "is_recording": upload.content_type.startswith(RECORDING_TYPES),
        "unread": captions.result.get("unread", []) if captions else [],
        "captions_inside": captions.result.get("inside") if captions else None,
    }

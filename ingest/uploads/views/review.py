"""The review: a librarian corrects the proposed metadata, chooses who may do what, publishes, and goes on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from access.viewer import Viewer
from ingest.models import Upload
from ingest.states import State
from ingest.uploads import actions
from ingest.uploads.progress import RECORDING_TYPES
from ingest.uploads.queries import Waiting, left_out_of, page_notes_of, upload_for, waiting_in_batch, waiting_uploads
from ingest.uploads.review_form import ReviewForm
from repository.actions import Description
from repository.models import Page
from sharing.http import ViewerRequest, librarian_required

FIRST_PAGES_LIMIT = 8
LOW_CONFIDENCE = 75  # mean confidence of a page's words, 0–100


@librarian_required
@require_http_methods(["GET", "POST"])
def review(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """GET: the form. POST: publish. An upload that does not wait for review redirects to its live page."""
    row = upload_for(request.viewer, upload)
    if row.state != State.REVIEW or row.resource is None:
        return redirect("ingest:upload", upload)
    form = ReviewForm(request.POST or None, viewer=request.viewer, upload=row)
    if request.method == "POST" and form.is_valid():
        return _publish(request, row, form)
    return render(request, "ingest/review.html", _context(request, row, form))


@librarian_required
@require_safe
def published(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """Show what can be done next; an upload that is not published redirects to its live page."""
    row = upload_for(request.viewer, upload)
    if row.state != State.PUBLISHED or row.resource is None:
        return redirect("ingest:upload", upload)
    waiting = waiting_uploads(request.viewer, Waiting.REVIEW).order_by("pk")
    context = {"upload": row, "resource": row.resource, "next_upload": waiting.first(), "waiting": waiting.count()}
    return render(request, "ingest/published.html", context)


def _publish(request: ViewerRequest, upload: Upload, form: ReviewForm) -> HttpResponse:
    """Publish, and lend; go on to the next upload of the batch, or to “What next?”."""
    assert upload.resource is not None
    description, grants = form.record_description(Description.of(upload.resource)), form.selected_grants()
    actions.publish(upload, description=description, grants=grants, lending=form.lending(), by=request.viewer)
    following = _following(request.viewer, upload)
    if following != _published_url(upload):
        _announce(request, upload, description.title)
    return redirect(following)


def _following(viewer: Viewer, upload: Upload) -> str:
    """Return the address of the next review of the batch, or of what can be done next."""
    waiting = waiting_in_batch(viewer, upload).first()
    return reverse("ingest:review", args=[waiting.uuid]) if waiting else _published_url(upload)


def _published_url(upload: Upload) -> str:
    return reverse("ingest:published", args=[upload.uuid])


def _announce(request: ViewerRequest, upload: Upload, title: str) -> None:
    """Say that it is published, with a link to what can be done with it."""
    sentence = _("“%(title)s” is published.") % {"title": title}
    link = format_html('<a href="{}">{}</a>', _published_url(upload), _("What next?"))
    messages.success(request, format_html("{} {}", sentence, link))


def _context(request: ViewerRequest, upload: Upload, form: ReviewForm) -> dict[str, object]:
    assert upload.resource is not None
    pages = upload.resource.pages.select_related("image", "text")
    captions = upload.steps.filter(name="captions").first()
    waiting = waiting_in_batch(request.viewer, upload)
    return {
        "upload": upload,
        "resource": upload.resource,
        "form": form,
        "next_upload": waiting.first(),
        "waiting": waiting.count(),
        "first_pages": pages.exclude(image=None)[:FIRST_PAGES_LIMIT],
        "broken": pages.filter(state=Page.State.BROKEN).count(),
        "unsure": pages.filter(text__confidence__lt=LOW_CONFIDENCE).count(),
        "page_notes": page_notes_of(request.viewer, upload),
        "left_out": left_out_of(request.viewer, upload),
        "is_recording": upload.content_type.startswith(RECORDING_TYPES),
        "unread": captions.result.get("unread", []) if captions else [],
        "captions_inside": captions.result.get("inside") if captions else None,
    }

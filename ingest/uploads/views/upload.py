"""The live page of one upload: how far it is, what went wrong, what can be done about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import UserFacingError
from ingest.errors import NothingChosen
from ingest.models import Upload
from ingest.uploads import actions
from ingest.uploads.progress import Progress
from ingest.uploads.queries import upload_for
from ingest.uploads.views.access import librarian_required
from repository.models import Page
from sharing.http import ViewerRequest

FIRST_PAGES = 12  # shown as small pictures as soon as they are there


@librarian_required
@require_GET
def show(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """The page itself; without script it loads itself again every few seconds."""
    return render(request, "ingest/upload.html", _context(request, upload_for(request.viewer, upload)))


@librarian_required
@require_GET
def progress(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """The part of it that changes."""
    return render(request, "ingest/parts/progress.html", _context(request, upload_for(request.viewer, upload)))


@librarian_required
@require_POST
def retry_upload(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """Go on where it stopped."""
    actions.retry(upload_for(request.viewer, upload), by=request.viewer)
    messages.success(request, _("Trying again. Completed steps are kept."))
    return redirect("ingest:upload", upload)


@librarian_required
@require_POST
def cancel_upload(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """Stop, and throw the draft away."""
    actions.cancel(upload_for(request.viewer, upload), by=request.viewer)
    messages.success(request, _("The upload was cancelled and its draft deleted."))
    return redirect("ingest:uploads")


@librarian_required
@require_POST
def replace_page(request: ViewerRequest, upload: UUID, page: UUID) -> HttpResponse:
    """A new scan in the place of one page."""
    found = upload_for(request.viewer, upload)
    old = get_object_or_404(Page, uuid=page, resource=found.resource_id)
    picture = request.FILES.get("picture")
    if picture is None:
        raise NothingChosen
    try:
        actions.replace_page(found, page=old, picture=picture.file, by=request.viewer)  # type: ignore[arg-type]
        messages.success(request, _("Page %(label)s was replaced.") % {"label": old.label})
    except UserFacingError as reason:
        messages.error(request, str(reason))
    return redirect("ingest:upload", upload)


def _context(request: ViewerRequest, upload: Upload) -> dict[str, object]:
    pages = upload.resource.pages.all() if upload.resource else Page.objects.none()
    return {
        "upload": upload,
        "progress": Progress.of(upload, now=request.viewer.now),
        "first_pages": pages.exclude(image=None).select_related("image")[:FIRST_PAGES],
        "broken": list(pages.filter(state=Page.State.BROKEN)[:100]),
        "resource": upload.resource,
    }

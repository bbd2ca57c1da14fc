"""The live page of one upload: its progress, what went wrong, what the librarian can do about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import UserFacingError
from ingest.errors import NothingChosen
from ingest.filenames import PICTURE_SUFFIXES
from ingest.models import Upload
from ingest.uploads import actions
from ingest.uploads.progress import Progress
from ingest.uploads.queries import left_out_of, upload_for
from repository.models import Page
from sharing.http import ViewerRequest, librarian_required

FIRST_PAGES_LIMIT = 12  # shown as thumbnails as soon as they are read
BROKEN_PAGES_LIMIT = 100


@librarian_required
@require_GET
def show(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """Return the page; without JavaScript it reloads itself every few seconds."""
    return render(request, "ingest/upload.html", _context(request, upload_for(request.viewer, upload)))


@librarian_required
@require_GET
def progress(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """Return the part of the page that changes."""
    return render(request, "ingest/parts/progress.html", _context(request, upload_for(request.viewer, upload)))


@librarian_required
@require_POST
def retry_upload(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """Continue a failed or refused upload."""
    actions.retry(upload_for(request.viewer, upload), by=request.viewer)
    messages.success(request, _("Trying again. Completed steps are kept."))
    return redirect("ingest:upload", upload)


@librarian_required
@require_POST
def cancel_upload(request: ViewerRequest, upload: UUID) -> HttpResponse:
    """Cancel the upload and delete its draft."""
    actions.cancel(upload_for(request.viewer, upload), by=request.viewer)
    messages.success(request, _("The upload was cancelled and its draft deleted."))
    return redirect("ingest:uploads")


@librarian_required
@require_POST
def replace_page(request: ViewerRequest, upload: UUID, page: UUID) -> HttpResponse:
    """Replace one page by a new scan."""
    row = upload_for(request.viewer, upload)
    old = get_object_or_404(Page, uuid=page, resource=row.resource_id)
    picture = request.FILES.get("picture")
    if picture is None:
        raise NothingChosen
    try:
        actions.replace_page(row, page=old, picture=picture.file, by=request.viewer)  # type: ignore[arg-type]
        messages.success(request, _("Page %(label)s was replaced.") % {"label": old.label})
    except UserFacingError as reason:
        messages.error(request, str(reason))
    return redirect("ingest:upload", upload)


def _context(request: ViewerRequest, upload: Upload) -> dict[str, object]:
    pages = upload.resource.pages.all() if upload.resource else Page.objects.none()
    return {
        "upload": upload,
        "progress": Progress.of(upload, now=request.viewer.now),
        "first_pages": pages.exclude(image=None).select_related("image")[:FIRST_PAGES_LIMIT],
        "broken": list(pages.filter(state=Page.State.BROKEN)[:BROKEN_PAGES_LIMIT]),
        "left_out": left_out_of(request.viewer, upload),
        "picture_suffixes": ",".join(PICTURE_SUFFIXES),
        "resource": upload.resource,
    }

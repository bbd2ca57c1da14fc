"""Mark a page of a book with a bookmark, by the script of the reader or by its form."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from personal import actions
from reading.book import Book
from reading.gate import authorize_read
from reading.links import page_url
from sharing.http import ViewerRequest


@login_required
@require_POST
def mark(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Set the bookmark of the page (`on` is 1) or remove it; a form returns to the page, a script gets no content."""
    book = Book(authorize_read(request.viewer, resource).resource)
    page = book.page_by_uuid(request.POST.get("page", "")).page
    write = actions.mark_page if request.POST.get("on") == "1" else actions.unmark_page
    write(page, by=request.viewer)
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    return HttpResponseRedirect(page_url(resource, page.uuid))

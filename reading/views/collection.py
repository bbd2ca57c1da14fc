"""The page of a collection, in the order of its librarians, and its address as a QR code."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.site_address import absolute
from reading.collection_page import home_url, items
from reading.letters import narrowed
from reading.qr import qr_response
from repository.queries import collection_for_reader, content_for
from search.query import Query
from sharing.http import ViewerRequest


@require_safe
@gzip_page  # a third of the bytes on a slow line
def show(request: ViewerRequest, collection: UUID) -> HttpResponse:
    """Show what the viewer may discover of the collection. Raise NotFound where that is nothing."""
    shown = collection_for_reader(request.viewer, collection)
    resources, letters = narrowed(request, content_for(request.viewer, shown))
    page = page_of(request, resources.values_list("uuid", flat=True))
    query = Query(chosen={"collection": (str(shown.uuid),)})
    context = {
        "collection": shown,
        "items": items(request.viewer, page),
        "page": page,
        "letters": letters,
        "results_url": f"{reverse('reading:results')}?{query.address()}",
        "home_url": home_url(shown.school),
        "full_url": absolute(reverse("reading:collection", args=[shown.uuid])),
        "qr_url": reverse("reading:collection_qr_code", args=[shown.uuid]),
    }
    return render(request, "reading/collection.html", context)


@require_safe
def qr_code(request: ViewerRequest, collection: UUID) -> HttpResponse:
    """Return the address as a QR code, to those who may open the page."""
    shown = collection_for_reader(request.viewer, collection)
    path = reverse("reading:collection", args=[shown.uuid])
    return qr_response(path, cache_control="private, max-age=3600")

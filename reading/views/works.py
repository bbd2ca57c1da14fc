"""The works of a person, body, subject or series: what the viewer may find under one heading."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.paging import page_of
from reading.collection_page import items
from reading.letters import narrowed
from repository.authorities.queries import heading_for_reader, records_of
from sharing.http import ViewerRequest


@require_safe
@gzip_page
def show(request: ViewerRequest, authority: UUID) -> HttpResponse:
    """Show the records with a heading; of a merged one those of the other. Raise NotFound where there are none."""
    found = heading_for_reader(authority)
    resources, letters = narrowed(request, records_of(request.viewer, found))
    page = page_of(request, resources.values_list("uuid", flat=True))
    if not page.total:
        raise NotFound
    if found.uuid != authority:
        return redirect("reading:works", found.uuid)
    context = {"authority": found, "items": items(request.viewer, page), "page": page, "letters": letters}
    return render(request, "reading/works.html", context)

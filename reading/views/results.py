"""What was found: everything is in the address, so that a search can be linked, kept and gone back to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from reading.found import screen
from reading.requests import ViewerRequest
from search.query import parse


@require_safe
@gzip_page  # a third of the first screen on a slow line; Django hides the token's length from BREACH
def results(request: ViewerRequest) -> HttpResponse:
    """The whole screen; htmx takes from it the part that changes."""
    query = parse(request.GET)
    context = {"screen": screen(request.viewer, query), "search_words": query.text}
    return render(request, "reading/results.html", context)

"""What was found: everything is in the address, so that a search can be linked, kept and gone back to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reading.requests import ViewerRequest
from search.query import parse


@require_safe
def results(request: ViewerRequest) -> HttpResponse:
    """The whole screen; htmx takes from it the part that changes."""
    query = parse(request.GET)
    return render(request, "reading/results.html", {"screen": {"words": query.text}, "search_words": query.text})

"""The results screen, whose whole state is in the address, and the suggestions of the search field."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from reading.cards import card_for
from reading.results_page import results_page
from search.queries import suggest
from search.query import MAX_TEXT_LENGTH, parse
from sharing.http import ViewerRequest


@require_safe
@gzip_page  # the first screen takes a third of the time on a slow line; Django masks the CSRF token against BREACH
def results(request: ViewerRequest) -> HttpResponse:
    """Show the whole screen; htmx replaces only the part that changes."""
    query = parse(request.GET)
    context = {"screen": results_page(request.viewer, query), "search_words": query.text}
    return render(request, "reading/results.html", context)


@require_safe
def suggestions(request: ViewerRequest) -> HttpResponse:
    """Return titles with words that begin like those of `q`."""
    typed = request.GET.get("q", "").replace("\0", " ").strip()[:MAX_TEXT_LENGTH]
    resources = suggest(request.viewer, typed) if typed else []
    cards = [card_for(resource) for resource in resources]
    response = render(request, "reading/parts/suggestions.html", {"cards": cards})
    response["Cache-Control"] = "private, max-age=60"
    return response

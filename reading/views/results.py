"""What was found: everything is in the address, so that a search can be linked; and what the search field suggests."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from reading.cards import card_for
from reading.results_page import results_page
from search.errors import EngineUnavailable
from search.queries import suggest
from search.query import MAX_TEXT_LENGTH, parse
from sharing.http import ViewerRequest


@require_safe
@gzip_page  # a third of the first screen on a slow line; Django hides the token's length from BREACH
def results(request: ViewerRequest) -> HttpResponse:
    """The whole screen; htmx takes from it the part that changes."""
    query = parse(request.GET)
    context = {"screen": results_page(request.viewer, query), "search_words": query.text}
    return render(request, "reading/results.html", context)


@require_safe
def suggestions(request: ViewerRequest) -> HttpResponse:
    """Titles in which words begin like those typed (`q`); a search that does not answer suggests nothing."""
    typed = request.GET.get("q", "").replace("\0", " ").strip()[:MAX_TEXT_LENGTH]
    try:
        found = suggest(typed, request.viewer) if typed else []
    except EngineUnavailable:
        found = []
    answer = render(request, "reading/parts/suggestions.html", {"faces": [card_for(resource) for resource in found]})
    answer["Cache-Control"] = "private, max-age=60"
    return answer

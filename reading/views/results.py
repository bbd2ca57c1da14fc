"""The results screen, whose whole state is in the address, and the suggestions of the search field."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.text import clean_line
from reading.cards import card_for
from reading.filters import FOUND_LIMIT, PRIVATE, TITLES, namer_of_all, private_names, values_with, without_closed
from reading.results_page import results_page
from search.queries import find, suggest
from search.query import MAX_TEXT_LENGTH, parse
from sharing.http import ViewerRequest


@require_safe
def results(request: ViewerRequest) -> HttpResponse:
    """Show the whole screen; htmx replaces only the part that changes."""
    query = parse(request.GET)
    typed = {facet: words for facet in TITLES if (words := _words(request, f"{facet}-words"))}
    context = {"screen": results_page(request.viewer, query, typed), "search_words": query.text}
    return render(request, "reading/results.html", context)


@require_safe
def facet_values(request: ViewerRequest, facet: str) -> JsonResponse:
    """Return the values of a facet, of what the search in the address finds, whose names have the words of `words`."""
    if facet not in TITLES:
        raise NotFound
    query = parse(request.GET).on_page(1)
    counts = find(request.viewer, query).facets
    named = private_names(request.viewer, query, counts) if facet in PRIVATE else {}
    counts, name = without_closed(counts, named), namer_of_all(counts, named)
    found = values_with(facet, _words(request, "words"), counts.get(facet, {}), name)
    choices = [{"value": one.value, "label": one.label, "detail": str(one.count)} for one in found[:FOUND_LIMIT]]
    response = JsonResponse({"choices": choices, "more": max(len(found) - FOUND_LIMIT, 0)})
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def suggestions(request: ViewerRequest) -> HttpResponse:
    """Return titles with words that begin like those of `q`."""
    typed = _words(request, "q")
    resources = suggest(request.viewer, typed) if typed else []
    cards = [card_for(resource) for resource in resources]
    response = render(request, "reading/parts/suggestions.html", {"cards": cards})
    response["Cache-Control"] = "private, max-age=60"
    return response


def _words(request: ViewerRequest, parameter: str) -> str:
    return clean_line(request.GET.get(parameter, "")[:MAX_TEXT_LENGTH])

"""What was found, as the results screen shows it: cards, the places of the words, filters, and the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.viewer import Viewer
from circulation.queries import LendingState, lending_states
from reading.cards import ResourceCard, card_for
from reading.deep_links import DeepLink
from reading.filters import Chip, Facet, chips, facets, namer
from reading.links import page_name, timecode_label, words_url
from reading.primary_action import ActionKind, PrimaryAction, primary_action
from search.highlighting import Fragment
from search.queries import find
from search.query import MAX_DEPTH, PAGE_SIZE, Query, Sort
from search.results import ResultHit, SearchResults, Snippet


@dataclass(frozen=True)
class Match:
    """Where the words stand, the sentence, and the way there."""

    where: str
    url: str
    pieces: Sequence[Fragment]


@dataclass(frozen=True)
class ResultCard:
    """One resource that was found."""

    face: ResourceCard
    title: Sequence[Fragment]
    sentence: Sequence[Fragment]
    places: tuple[Match, ...]
    more_places: int
    inside_url: str
    offer: PrimaryAction


@dataclass(frozen=True)
class ResultsPage:
    """All that the results screen says; `sort_parameters` are the parameters that another order keeps."""

    address: str
    heading: str
    query: Query
    found: SearchResults
    sorts: tuple[tuple[str, str], ...]
    sort_parameters: tuple[tuple[str, str], ...]
    cards: tuple[ResultCard, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    plain_url: str
    previous_url: str
    next_url: str
    here: str


def results_page(viewer: Viewer, query: Query) -> ResultsPage:
    """Ask, and put into words what was found."""
    found = find(query, viewer)
    address, name = reverse("reading:results"), namer(query, found.facets)
    lending = lending_states(viewer, [hit.resource for hit in found.hits])
    return ResultsPage(
        address=address,
        heading=heading(query, found.total),
        query=query,
        found=found,
        sorts=((Sort.RELEVANCE, _("Relevance")), (Sort.NEWEST, _("Newest")), (Sort.TITLE, _("By title"))),
        sort_parameters=sort_parameters(query),
        cards=tuple(_card(viewer, hit, lending[hit.key], query) for hit in found.hits),
        facets=facets(query, found.facets, name),
        chips=chips(query, address, name),
        plain_url=f"{address}?{query.without_filters().address()}",
        previous_url=_turn(query, query.page - 1, found, address),
        next_url=_turn(query, query.page + 1, found, address),
        here=_here(query, found),
    )


def heading(query: Query, total: int) -> str:
    """How much was found, and for what."""
    if query.text:
        sentence = ngettext("%(total)s result for “%(words)s”", "%(total)s results for “%(words)s”", total)
    else:
        sentence = ngettext("%(total)s resource on the shelf", "%(total)s resources on the shelf", total)
    return sentence % {"total": total, "words": query.text}


def sort_parameters(query: Query) -> tuple[tuple[str, str], ...]:
    """The words and the filters, as parameters."""
    chosen = [(facet, value) for facet, values in query.chosen.items() for value in values]
    available = [("available", "1")] if query.available else []
    return (("q", query.text), *chosen, *available)


def _card(viewer: Viewer, hit: ResultHit, lending: LendingState, query: Query) -> ResultCard:
    shown = primary_action(viewer, hit.resource, lending)
    links = [_deep_link(place, query.text) for place in hit.places]
    return ResultCard(
        face=replace(card_for(hit.resource), url=DeepLink(query.text).resource_url(hit.resource)),
        title=hit.title,
        sentence=hit.sentence,
        places=tuple(_place(hit, *pair, shown) for pair in zip(hit.places, links, strict=True)),
        more_places=max(hit.places_total - len(hit.places), 0),
        inside_url=words_url(hit.key, query.text) if shown.way is ActionKind.READ else "",
        offer=shown.with_target(links[0].url(hit.resource)) if links else shown,
    )


def _deep_link(place: Snippet, words: str) -> DeepLink:
    second = place.start_ms // 1000 if place.start_ms is not None else None
    return DeepLink(words, place.page.uuid if place.page else None, second)


def _place(hit: ResultHit, place: Snippet, wished: DeepLink, shown: PrimaryAction) -> Match:
    """At once to the page where she reads; else to the resource's own page, which remembers where she wanted to go."""
    where = page_name(place.page) if place.page else timecode_label(place.start_ms or 0)
    url = wished.url(hit.resource) if shown.way is ActionKind.READ else wished.resource_url(hit.resource)
    return Match(where, url, place.pieces)


def _turn(query: Query, page: int, found: SearchResults, address: str) -> str:
    """Another page of the list; empty where there is none."""
    there = 1 <= page <= min(found.pages, MAX_DEPTH // PAGE_SIZE)
    return f"{address}?{query.on_page(page).address()}" if there else ""


def _here(query: Query, found: SearchResults) -> str:
    last = min(query.offset + query.size, found.total)
    return _("%(first)s–%(last)s of %(total)s") % {"first": query.offset + 1, "last": last, "total": found.total}

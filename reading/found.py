"""What was found, as the results screen shows it: cards, the places of the words, filters, and the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.viewer import Viewer
from circulation.queries import LendingState, state_for
from reading.faces import Face, face
from reading.filters import Chip, Facet, chips, facets, namer
from reading.offers import Offer, Way, offer
from reading.places import moment_name, page_name, words_url
from reading.wish import Wish
from search.found import Found, FoundHit, FoundPlace
from search.marks import Piece
from search.queries import find
from search.query import DEEPEST, PAGE_SIZE, Query, Sort


@dataclass(frozen=True)
class Place:
    """Where the words stand, the sentence, and the way there."""

    where: str
    url: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Card:
    """One resource that was found."""

    face: Face
    title: Sequence[Piece]
    sentence: Sequence[Piece]
    places: tuple[Place, ...]
    more_places: int
    inside_url: str
    offer: Offer


@dataclass(frozen=True)
class Screen:
    """All that the results screen says; `kept_for_sort` are the parameters that another order keeps."""

    address: str
    heading: str
    query: Query
    found: Found
    sorts: tuple[tuple[str, str], ...]
    kept_for_sort: tuple[tuple[str, str], ...]
    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    plain_url: str
    previous_url: str
    next_url: str
    here: str


def screen(viewer: Viewer, query: Query) -> Screen:
    """Ask, and put into words what was found."""
    found = find(query, viewer)
    address, name = reverse("reading:results"), namer(query, found.facets)
    lending = state_for(viewer, [hit.resource for hit in found.hits])
    return Screen(
        address=address,
        heading=heading(query, found.total),
        query=query,
        found=found,
        sorts=((Sort.RELEVANCE, _("Relevance")), (Sort.NEWEST, _("Newest")), (Sort.TITLE, _("By title"))),
        kept_for_sort=kept_for_sort(query),
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


def kept_for_sort(query: Query) -> tuple[tuple[str, str], ...]:
    """The words and the filters, as parameters."""
    chosen = [(facet, value) for facet, values in query.chosen.items() for value in values]
    available = [("available", "1")] if query.available else []
    return (("q", query.text), *chosen, *available)


def _card(viewer: Viewer, hit: FoundHit, lending: LendingState, query: Query) -> Card:
    shown = offer(viewer, hit.resource, lending)
    wishes = [_wish(place, query.text) for place in hit.places]
    return Card(
        face=replace(face(hit.resource), url=Wish(query.text).resource_url(hit.resource)),
        title=hit.title,
        sentence=hit.sentence,
        places=tuple(_place(hit, *pair, shown) for pair in zip(hit.places, wishes, strict=True)),
        more_places=max(hit.places_total - len(hit.places), 0),
        inside_url=words_url(hit.key, query.text) if shown.way is Way.READ else "",
        offer=shown.leading_to(wishes[0].url(hit.resource)) if wishes else shown,
    )


def _wish(place: FoundPlace, words: str) -> Wish:
    second = place.start_ms // 1000 if place.start_ms is not None else None
    return Wish(words, place.page.uuid if place.page else None, second)


def _place(hit: FoundHit, place: FoundPlace, wished: Wish, shown: Offer) -> Place:
    """At once to the page where she reads; else to the resource's own page, which remembers where she wanted to go."""
    where = page_name(place.page) if place.page else moment_name(place.start_ms or 0)
    url = wished.url(hit.resource) if shown.way is Way.READ else wished.resource_url(hit.resource)
    return Place(where, url, place.pieces)


def _turn(query: Query, page: int, found: Found, address: str) -> str:
    """Another page of the list; empty where there is none."""
    there = 1 <= page <= min(found.pages, DEEPEST // PAGE_SIZE)
    return f"{address}?{query.on_page(page).address()}" if there else ""


def _here(query: Query, found: Found) -> str:
    last = min(query.offset + query.size, found.total)
    return _("%(first)s–%(last)s of %(total)s") % {"first": query.offset + 1, "last": last, "total": found.total}

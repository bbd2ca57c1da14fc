"""What the page of a school says about it to one viewer: what it has, what can be read now, the newest, collections.

Each number is the total of the results page or the collection page that it leads to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.models import School
from portal.shelves import LIMIT, Shelf
from reading.cards import card_for, grade_name
from reading.letters import Letter, letter_bar
from repository.collation import sort_key
from repository.curriculum import subject_name
from repository.models import Collection
from repository.queries import collections_for, content_counts
from search.queries import find
from search.query import Query, Sort
from sharing.wording import KIND_PLURALS

MAX_COLLECTIONS = 48
MAX_LINKS = 10  # values of one facet


@dataclass(frozen=True)
class CountedLink:
    """A name, the number of resources that the viewer can find there, and the address of their list."""

    name: str
    number: int
    url: str


@dataclass(frozen=True)
class CollectionLink(CountedLink):
    """The same of a collection, with its description."""

    description: str


@dataclass(frozen=True)
class SchoolHoldings:
    """What one viewer finds of a school; `total` and `available` are None where there is nothing."""

    total: CountedLink | None
    available: CountedLink | None
    facets: tuple[tuple[str, tuple[CountedLink, ...]], ...]
    letters: tuple[Letter, ...]
    newest: Shelf
    collections: tuple[CollectionLink, ...]


def school_holdings(viewer: Viewer, school: School) -> SchoolHoldings:
    """Return what the viewer finds of the school."""
    query = Query(chosen={"school": (school.code,)}, sort=Sort.NEWEST, size=LIMIT)
    results = find(viewer, query)
    available = find(viewer, replace(query, available=True, size=1)).total if results.total else 0
    return SchoolHoldings(
        total=_total(_("All resources"), results.total, query),
        available=_total(_("To read or borrow now"), available, replace(query, available=True)),
        facets=tuple(
            (title, links)
            for facet, title in (("kind", _("Kinds")), ("subject", _("Subjects")), ("grade", _("Grades")))
            if (links := _links(facet, results.facets.get(facet, {}), query))
        ),
        letters=letter_bar(results.facets.get("letter", {}), "", lambda letter: _results_url(query.at_letter(letter))),
        newest=Shelf(tuple(card_for(hit.resource) for hit in results.hits), _results_url(query)),
        collections=collection_links(viewer, school),
    )


def collection_links(viewer: Viewer, school: School) -> tuple[CollectionLink, ...]:
    """Return the school's collections that are shown to readers and hold something for the viewer, by name."""
    found = collections_for(viewer).filter(school=school, is_shown=True)
    shown = sorted(found, key=lambda one: sort_key(one.name))[:MAX_COLLECTIONS]
    numbers = content_counts(viewer, shown)
    return tuple(_collection(one, numbers[one.pk]) for one in shown if numbers.get(one.pk))


def _collection(collection: Collection, number: int) -> CollectionLink:
    url = reverse("reading:collection", args=[collection.uuid])
    return CollectionLink(collection.name, number, url, collection.description)


def _total(name: str, number: int, query: Query) -> CountedLink | None:
    return CountedLink(name, number, _results_url(query)) if number else None


def _links(facet: str, counts: Mapping[str, int], query: Query) -> tuple[CountedLink, ...]:
    """Return the values of a facet, the most frequent first; grades by number."""
    by_number = sorted(counts, key=lambda value: (-counts[value], value))[:MAX_LINKS]
    values = sorted(by_number, key=int) if facet == "grade" else by_number
    return tuple(
        CountedLink(_name(facet, value), counts[value], _results_url(query.choosing(facet, value))) for value in values
    )


def _name(facet: str, value: str) -> str:
    if facet == "grade":
        return grade_name(value)
    return capfirst(str(KIND_PLURALS.get(value, value)) if facet == "kind" else subject_name(value))


def _results_url(query: Query) -> str:
    return f"{reverse('reading:results')}?{query.address()}"

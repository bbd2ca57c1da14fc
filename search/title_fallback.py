"""A search in the database while the index does not answer: all words in the title, or what they mean in the record.

Slower than the index with very many records, and blind to pages and captions, but with the same access rule.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from access.actions import Action
from access.viewer import Viewer
from repository.collation import first_letter
from repository.models import CollectionEntry, Contributor, LessonResource, Resource, ResourceHeading
from repository.queries import resources_allowed
from search.analysis import readings, tokens
from search.backends.editions import first_of_each
from search.document import FACETS, MAX_FACET_VALUE
from search.engine_results import EngineHit, EngineResults
from search.meaning_in_database import has_phrase, has_words, is_named, may_mean, means, with_columns
from search.query import Query, Sort, understood_again

MAX_TITLES = 2_000  # candidates read from the database
COLUMN_OF = {
    "subject": "subjects",
    "grade": "grades",
    "kind": "kind",
    "school": "owner__code",
    "language": "languages",
    "collection": "collections",
    "lesson": "lessons",
    "name": "names",
    "heading": "headings",
    "letter": "sort_title",
}
_OTHER_TABLES = {"collections", "lessons", "names", "headings"}
_COLUMN_FACETS = [facet for facet, column in COLUMN_OF.items() if column not in _OTHER_TABLES]
_OWN_COLUMNS = [COLUMN_OF[facet] for facet in _COLUMN_FACETS]


def find_titles(viewer: Viewer, query: Query) -> EngineResults:
    """Return one page of resources that the viewer may discover, whose titles contain the words or that are meant.

    If there are none, misspelt names of grades, subjects and kinds are searched as they are written.
    """
    found = _find(viewer, query)
    text = query.respell(query.text) if query.respell and not found.total else query.text
    if text == query.text:
        return found
    other = understood_again(replace(query, text=text))
    return replace(_find(viewer, other), searched=other)


def _find(viewer: Viewer, query: Query) -> EngineResults:
    rows = _with_other_tables([row for row in _candidates(viewer, query) if _matches(row, query)])
    values = [{facet: _values(row, facet) for facet in FACETS} for row in rows]
    chosen = [row for row, of_row in zip(rows, values, strict=True) if _has_chosen(of_row, query, FACETS)]
    if query.sort == Sort.RELEVANCE:
        chosen.sort(key=lambda row: _rank(row["title"], query))
    entries = first_of_each(chosen, (row["edition"] for row in chosen))
    page = entries[query.offset : query.offset + query.size]
    editions = [row["edition"] for row in rows]
    facets = {facet: _counts(values, editions, facet, query) for facet in FACETS}
    return EngineResults(len(entries), tuple(EngineHit(str(row["uuid"])) for row in page), facets)


def _candidates(viewer: Viewer, query: Query) -> Sequence[dict[str, Any]]:
    """Return rows that may match: the newest, or the first by title."""
    resources, words = _visible(viewer, query), Q()
    for unit in query.units:
        words &= reduce(or_, (has_words(reading.folded) for reading in unit.readings))
    resources = with_columns(resources).filter(words | may_mean(query) if query.meaning else words)
    order = ("sort_title", "pk") if query.sort == Sort.TITLE else ("-created_at", "-pk")
    return list(resources.order_by(*order).values("uuid", "title", "edition", *_OWN_COLUMNS)[:MAX_TITLES])


def _with_other_tables(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add collections and lessons (UUIDs), names and headings of each resource; joins would repeat rows."""
    uuids = [row["uuid"] for row in rows]
    collections = CollectionEntry.objects.filter(resource__uuid__in=uuids)
    held = _grouped(collections.values_list("resource__uuid", "collection__uuid"))
    links = LessonResource.objects.filter(resource__uuid__in=uuids, state=LessonResource.State.LINKED)
    lessons = _grouped(links.values_list("resource__uuid", "lesson__uuid"))
    names, headings = (_shown(model, uuids) for model in (Contributor, ResourceHeading))
    return [
        {
            **row,
            "collections": held[row["uuid"]],
            "lessons": lessons[row["uuid"]],
            "names": names[row["uuid"]],
            "headings": headings[row["uuid"]],
        }
        for row in rows
    ]


def _grouped(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, list[UUID]]:
    grouped = defaultdict[UUID, list[UUID]](list)
    for resource, other in pairs:
        grouped[resource].append(other)
    return grouped


def _shown(model: type[Contributor | ResourceHeading], uuids: list[UUID]) -> Mapping[UUID, list[str]]:
    """Return what the records show of their names or headings, as values of a facet."""
    found = defaultdict[UUID, list[str]](list)
    for row in model._default_manager.filter(resource__uuid__in=uuids).annotate(uuid=F("resource__uuid")):
        found[row.uuid].append(row.shown[:MAX_FACET_VALUE])
    return found


def _visible(viewer: Viewer, query: Query) -> QuerySet[Resource]:
    discoverable = resources_allowed(viewer, Action.DISCOVER)
    if not query.available:
        return discoverable
    readable = Q(pk__in=resources_allowed(viewer, Action.READ).values("pk"))
    free = resources_allowed(viewer, Action.BORROW).filter(free_seats__gt=0)
    return discoverable.filter(readable | Q(pk__in=free.values("pk")))


def _matches(row: dict[str, Any], query: Query) -> bool:
    titles = _titles(row["title"])
    if _has_all_words(titles, query):
        return True
    return bool(query.meaning) and means(query, {facet: _values(row, facet) for facet in _COLUMN_FACETS}, titles)


def _titles(title: str) -> list[list[str]]:
    """Return the folded words of a title in each reading."""
    return [[token.folded for token in reading] for reading in readings(title)]


def _has_all_words(titles: Iterable[Sequence[str]], query: Query) -> bool:
    titles = list(titles)
    return all(
        any(
            has_phrase(words, unit.folded) if unit.quoted else set(unit.folded) <= set(words)
            for words in titles
            for unit in either.readings
        )
        for either in query.units
    )


def _rank(title: str, query: Query) -> tuple[bool, bool, bool, bool, int]:
    """Return a sort key: titles with all words first, of these the whole title, then those with the phrase.

    Then what is meant, first what says so in its title. The shorter title comes first.
    """
    words = [token.folded for token in tokens(title)]
    wanted = [word for unit in query.units for word in unit.folded]
    is_meant = bool(query.meaning) and not _has_all_words(_titles(title), query)
    unnamed = is_meant and not is_named(query, words)
    return is_meant, unnamed, words != wanted, not has_phrase(words, wanted), len(words) if wanted else 0


def _values(row: dict[str, Any], facet: str) -> set[str]:
    value = row[COLUMN_OF[facet]]
    if facet == "letter":
        value = [letter] if (letter := first_letter(value)) else []
    return {str(item) for item in (value if isinstance(value, list) else [value])}


def _has_chosen(values: dict[str, set[str]], query: Query, facets: Iterable[str]) -> bool:
    return all(values[facet] & set(query.chosen[facet]) for facet in facets if facet in query.chosen)


def _counts(values: Sequence[dict[str, set[str]]], editions: list[int], facet: str, query: Query) -> dict[str, int]:
    """Count entries by value; the values chosen in the facet itself are ignored, as in the index."""
    others = [other for other in FACETS if other != facet]
    counted = zip(values, editions, strict=True)
    entries = {
        (value, edition) for of_row, edition in counted if _has_chosen(of_row, query, others) for value in of_row[facet]
    }
    return dict(Counter(value for value, _ in entries))

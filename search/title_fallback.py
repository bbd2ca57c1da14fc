"""Known titles from the database, for as long as the index does not answer: all words must stand in the title.

Slower than the index with very many records, and blind to pages and captions; but never wrong about who may see what.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from access.actions import Action
from access.viewer import Viewer
from repository.collation import ignoring_diacritics
from repository.models import Resource
from repository.queries import resources_allowed
from search.analysis import tokens
from search.document import FACETS
from search.query import Query, Sort

MAX_TITLES = 2_000  # titles looked at; what is asked in such an hour is a title that somebody knows
COLUMN_OF = {
    "subject": "subjects",
    "grade": "grades",
    "kind": "kind",
    "school": "owner__code",
    "language": "languages",
}


@dataclass(frozen=True)
class TitleResults:
    """One page of UUIDs, and the counts over all pages."""

    total: int
    keys: tuple[str, ...]
    facets: dict[str, dict[str, int]]


def find_titles(query: Query, viewer: Viewer) -> TitleResults:
    """What the viewer may discover and what bears the words in its title."""
    rows = [row for row in _rows(query, viewer) if _bears(row["title"], query)]
    values = [{facet: _values(row, facet) for facet in FACETS} for row in rows]
    chosen = [row for row, has in zip(rows, values, strict=True) if _fits(has, query, FACETS)]
    if query.sort == Sort.RELEVANCE:
        chosen.sort(key=lambda row: _distance(row["title"], query))
    shown = chosen[query.offset : query.offset + query.size]
    facets = {facet: _counts(values, facet, query) for facet in FACETS}
    return TitleResults(len(chosen), tuple(str(row["uuid"]) for row in shown), facets)


def _rows(query: Query, viewer: Viewer) -> Sequence[dict[str, Any]]:
    """Of titles that may bear the words, the newest, or the first in the order of titles."""
    found = _within_reach(query, viewer)
    for unit in query.units:
        for word in unit.folded:
            found = found.filter(sort_title__regex=ignoring_diacritics(word))
    order = ("sort_title", "pk") if query.sort == Sort.TITLE else ("-created_at", "-pk")
    return list(found.order_by(*order).values("uuid", "title", *COLUMN_OF.values())[:MAX_TITLES])


def _within_reach(query: Query, viewer: Viewer) -> QuerySet[Resource]:
    found = resources_allowed(viewer, Action.DISCOVER)
    if not query.available:
        return found
    readable = Q(pk__in=resources_allowed(viewer, Action.READ).values("pk"))
    return found.filter(
        readable | Q(pk__in=resources_allowed(viewer, Action.BORROW).filter(free_seats__gt=0).values("pk"))
    )


def _bears(title: str, query: Query) -> bool:
    words = [token.folded for token in tokens(title)]
    return all(_holds(words, unit.folded) if unit.quoted else set(unit.folded) <= set(words) for unit in query.units)


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(phrase)]) == tuple(phrase) for at in range(len(words)))


def _distance(title: str, query: Query) -> tuple[bool, bool, int]:
    """The whole title first, then those that hold the words side by side, then the shorter ones."""
    words = [token.folded for token in tokens(title)]
    asked = [word for unit in query.units for word in unit.folded]
    return words != asked, not _holds(words, asked), len(words) if asked else 0


def _values(row: dict[str, Any], facet: str) -> set[str]:
    value = row[COLUMN_OF[facet]]
    return {str(one) for one in (value if isinstance(value, list) else [value])}


def _fits(has: dict[str, set[str]], query: Query, facets: Iterable[str]) -> bool:
    return all(has[facet] & set(query.chosen[facet]) for facet in facets if facet in query.chosen)


def _counts(values: Sequence[dict[str, set[str]]], facet: str, query: Query) -> dict[str, int]:
    """How many have each value; a facet's own choice is left aside, as the index does."""
    others = [other for other in FACETS if other != facet]
    return dict(Counter(value for has in values if _fits(has, query, others) for value in has[facet]))

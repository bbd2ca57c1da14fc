"""What people read of the index, each time through the database: a stale index shows nothing and counts nothing.

An index that does not answer is told (`degraded`), and what can be found without it is found in the database.
"""

import logging
from dataclasses import replace

from django.conf import settings
from django.db.models import Q, QuerySet

from access.actions import Action
from access.policy import AccessFilter, as_filter
from access.viewer import Viewer
from repository.models import IndexChange, Resource, ResourceLabel
from repository.queries import is_allowed, owned_by, resources_allowed, resources_for
from search.backends import backend_at
from search.backends.protocol import SearchBackend
from search.engine_results import EngineHit
from search.errors import EngineUnavailable, IndexMissing, PageTooDeep
from search.highlighting import excerpt, highlight
from search.highlighting import find_spans as marks
from search.query import MAX_DEPTH, Query
from search.results import ResultHit, SearchResults, Snippet
from search.snippets import snippets_for
from search.title_fallback import find_titles

logger = logging.getLogger("search")

# Changes that the index does not know yet and that a search must look through; beyond them only hits are checked.
MAX_UNINDEXED = 5_000


def backend() -> SearchBackend:
    """The engine that SEARCH_URL names."""
    return backend_at(settings.SEARCH_URL)


def find(query: Query, viewer: Viewer) -> SearchResults:
    """One page of what the viewer may discover; known titles alone while the index does not answer.

    Raises TooDeep.
    """
    if query.is_too_deep:
        raise PageTooDeep(most=MAX_DEPTH)
    try:
        return _find_in_index(query, viewer)
    except EngineUnavailable as trouble:
        logger.warning("the search is degraded: %r", trouble.__cause__ or trouble)
        return _find_in_titles(query, viewer, degraded=_index_expected(trouble))


def is_degraded() -> bool:
    """Whether a search would find known titles alone."""
    try:
        ready = backend().is_ready()
    except EngineUnavailable:
        return True
    return not ready and _index_expected(IndexMissing())


def _index_expected(trouble: EngineUnavailable) -> bool:
    """Before the first resource there is no index, and nobody misses it."""
    return not isinstance(trouble, IndexMissing) or Resource.objects.exists()


def _find_in_index(query: Query, viewer: Viewer) -> SearchResults:
    hidden, closed = _changed_since_indexed(viewer)
    results = backend().search(
        query,
        allowed=_access_filter(query, viewer),
        inside=as_filter(viewer, Action.LOOK_INSIDE),
        left_out=hidden | (_unavailable(viewer) if query.available else frozenset()),
        closed=closed,
    )
    resources = resources_for(viewer, [hit.key for hit in results.hits])
    visible = [hit for hit in results.hits if hit.key in resources]
    opened = [hit for hit in visible if is_allowed(viewer, Action.LOOK_INSIDE, resources[hit.key])]
    places = snippets_for(query, opened, approximate=results.approximate)
    hits = tuple(_hit(query, resources[hit.key], hit, places.get(hit.key, ()), results.approximate) for hit in visible)
    return SearchResults(
        query, results.total - len(results.hits) + len(hits), hits, results.facets, results.approximate
    )


def _find_in_titles(query: Query, viewer: Viewer, *, degraded: bool) -> SearchResults:
    found = find_titles(query, viewer)
    resources = resources_for(viewer, found.keys)
    hits = tuple(_hit(query, resources[key], EngineHit(key, None), (), False) for key in found.keys if key in resources)
    return SearchResults(query, found.total, hits, found.facets, approximate=False, degraded=degraded)


def suggest(prefix: str, viewer: Viewer) -> list[Resource]:
    """Resources that the viewer may discover and in whose titles words begin like this; none without the index."""
    try:
        keys = backend().suggest(prefix, allowed=as_filter(viewer, Action.DISCOVER))
    except EngineUnavailable:
        return []
    resources = resources_for(viewer, keys)
    return [resources[key] for key in keys if key in resources]


def not_indexed(viewer: Viewer) -> QuerySet[IndexChange]:
    """What of her school could not be indexed, with the reason, oldest first."""
    return (
        IndexChange.objects.filter(resource__in=owned_by(viewer).values("uuid"))
        .exclude(last_error="")
        .order_by("changed_at")
    )


def _access_filter(query: Query, viewer: Viewer) -> AccessFilter:
    """What is available now must be open to read or to borrow, not only to be discovered."""
    if not query.available:
        return as_filter(viewer, Action.DISCOVER)
    read, borrow = as_filter(viewer, Action.READ), as_filter(viewer, Action.BORROW)
    return replace(read, keys=read.keys | borrow.keys)


def _unavailable(viewer: Viewer) -> frozenset[str]:
    """What she could only borrow while no seat is free; a borrow changes no page of the index."""
    # From the labels, of which few are hers to borrow by; from the resources, the database would look at every one.
    lent = ResourceLabel.objects.filter(label__in=as_filter(viewer, Action.BORROW).keys)
    taken = resources_allowed(viewer, Action.BORROW).filter(
        Q(free_seats=None) | Q(free_seats__lte=0), pk__in=lent.values("resource")
    )
    return _keys(taken) - _keys(resources_allowed(viewer, Action.READ).filter(pk__in=taken.values("pk")))


def _changed_since_indexed(viewer: Viewer) -> tuple[frozenset[str], frozenset[str]]:
    """Of the resources that changed since they were indexed, those that she may not discover, and not look into."""
    changed = set(IndexChange.objects.order_by("-changed_at").values_list("resource", flat=True)[:MAX_UNINDEXED])
    if not changed:
        return frozenset(), frozenset()
    keys = frozenset(map(str, changed))
    seen = _keys(resources_allowed(viewer, Action.DISCOVER).filter(uuid__in=changed))
    opened = _keys(resources_allowed(viewer, Action.LOOK_INSIDE).filter(uuid__in=changed))
    return keys - seen, keys - opened


def _keys(resources: QuerySet[Resource]) -> frozenset[str]:
    return frozenset(str(uuid) for uuid in resources.values_list("uuid", flat=True))


def _hit(query: Query, resource: Resource, hit: EngineHit, places: tuple[Snippet, ...], approximate: bool) -> ResultHit:
    title = highlight(resource.title, marks(resource.title, query, approximate=approximate))
    description = "" if places else resource.description
    sentence = excerpt(description, marks(description, query, approximate=approximate))
    gone = len(hit.parts) - len(places)
    total = max(hit.parts_total - gone, 0) if places else 0
    return ResultHit(resource, hit.tier, title, sentence, places, total)

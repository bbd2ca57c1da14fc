"""All reads of the index; each is checked against the database, so that a stale index shows and counts nothing hidden.

While the index does not answer, results are `degraded`: titles are searched in the database.
"""

import logging
from dataclasses import replace

from django.db.models import Q, QuerySet

from access.actions import Action
from access.policy import AccessFilter, as_filter
from access.viewer import Viewer
from repository.models import IndexChange, Resource, ResourceLabel
from repository.queries import is_allowed, owned_by, resources_allowed, resources_for
from search.backends import current_backend
from search.backends.editions import first_of_each
from search.engine_results import EngineHit, EngineResults
from search.errors import EngineUnavailable, IndexMissing, PageTooDeep
from search.highlighting import excerpt, find_spans, highlight
from search.plain_questions.relaxing import relax, text_of
from search.query import MAX_DEPTH, Query
from search.results import PartFound, ResultHit, SearchResults, Snippet
from search.snippets import snippets_for
from search.title_fallback import find_titles
from search.understanding import understood, with_seen_lessons

logger = logging.getLogger("search")

# Pending changes that a search takes into account; beyond them, only the hits of the page are checked.
MAX_UNINDEXED = 5_000
MIN_BEGINNING = 3  # letters that a similar title shares
MAX_SIMILAR = 4


def find(viewer: Viewer, query: Query) -> SearchResults:
    """Return one page of resources that the viewer may discover; while the index does not answer, by title and fields.

    Raises PageTooDeep.
    """
    if query.is_too_deep:
        raise PageTooDeep(most=MAX_DEPTH)
    query = understood(viewer, with_seen_lessons(viewer, query))
    try:
        results = _checked(viewer, query, _find_in_index(viewer, query))
        return _relaxed(viewer, results) if not results.total else results
    except EngineUnavailable as error:
        logger.warning("search is degraded: %r", error.__cause__ or error)
        titles = _checked(viewer, query, find_titles(viewer, query))
        return replace(titles, degraded=_index_expected(error))


def suggest(viewer: Viewer, prefix: str) -> list[Resource]:
    """Return resources that the viewer may discover, with words in the title that begin with the prefix.

    Returns nothing while the index does not answer.
    """
    try:
        keys = current_backend().suggest(prefix, allowed=as_filter(viewer, Action.DISCOVER))
    except EngineUnavailable:
        return []
    resources = resources_for(viewer, keys)
    return [resources[key] for key in keys if key in resources]


def not_indexed(viewer: Viewer) -> QuerySet[IndexChange]:
    """Return the changes of the viewer's school that could not be indexed, with the reason, oldest first."""
    return (
        IndexChange.objects.filter(resource__in=owned_by(viewer).values("uuid"))
        .exclude(last_error="")
        .order_by("changed_at")
    )


def is_degraded() -> bool:
    """Return whether a search would find no pages. Takes no viewer: the answer is the same for everybody."""
    try:
        ready = current_backend().is_ready()
    except EngineUnavailable:
        return True
    return not ready and _index_expected(IndexMissing())


def _relaxed(viewer: Viewer, nothing: SearchResults) -> SearchResults:
    """Search the rarest parts of a question that finds nothing; if they find nothing either, similar titles."""
    query = nothing.query
    unfiltered = query.without_filters()
    if query.literal or not query.units or (query.has_filter and _find_in_index(viewer, unfiltered).total):
        return nothing
    relaxed = relax(unfiltered, lambda part: _find_in_index(viewer, part))
    parts = tuple(PartFound(text_of(query, counted.part), counted.total) for counted in relaxed.counts)
    if relaxed.query is None:
        return replace(nothing, parts=parts, near=tuple(_similar_titles(viewer, query)))
    searched = replace(relaxed.query, chosen=query.chosen, available=query.available, page=query.page)
    results = _checked(viewer, searched, _find_in_index(viewer, searched))
    left_out = tuple(text_of(query, part) for part in relaxed.left_out)
    return replace(results, query=query, left_out=left_out, parts=parts, typed=nothing.typed)


def _similar_titles(viewer: Viewer, query: Query) -> list[Resource]:
    """Return resources with words in the title that begin like those of the query, by the longest beginning."""
    words = sorted({word for unit in query.units for word in unit.folded if len(word) > MIN_BEGINNING}, key=len)
    for word in reversed(words):
        for length in range(len(word) - 1, MIN_BEGINNING - 1, -1):
            if found := suggest(viewer, word[:length]):
                return found[:MAX_SIMILAR]
    return []


def _index_expected(error: EngineUnavailable) -> bool:
    """Return whether the error is one to report: before the first resource, no index is needed."""
    return not isinstance(error, IndexMissing) or Resource.objects.exists()


def _find_in_index(viewer: Viewer, query: Query) -> EngineResults:
    hidden, parts_hidden = _changed_since_indexed(viewer)
    return current_backend().search(
        query,
        allowed=_access_filter(viewer, query),
        parts_allowed=as_filter(viewer, Action.LOOK_INSIDE),
        excluded=hidden | (_unavailable(viewer) if query.available else frozenset()),
        parts_excluded=parts_hidden,
    )


def _access_filter(viewer: Viewer, query: Query) -> AccessFilter:
    """Require discover; for what is available now, require read or borrow instead."""
    if not query.available:
        return as_filter(viewer, Action.DISCOVER)
    read, borrow = as_filter(viewer, Action.READ), as_filter(viewer, Action.BORROW)
    return replace(read, keys=read.keys | borrow.keys)


def _unavailable(viewer: Viewer) -> frozenset[str]:
    """Return resources that the viewer could only borrow and that have no free seat; loans change no index document."""
    # Start from the labels, few of which let the viewer borrow; else the database would visit every resource.
    labelled = ResourceLabel.objects.filter(label__in=as_filter(viewer, Action.BORROW).keys)
    taken = resources_allowed(viewer, Action.BORROW).filter(
        Q(free_seats=None) | Q(free_seats__lte=0), pk__in=labelled.values("resource")
    )
    return _keys(taken) - _keys(resources_allowed(viewer, Action.READ).filter(pk__in=taken.values("pk")))


def _changed_since_indexed(viewer: Viewer) -> tuple[frozenset[str], frozenset[str]]:
    """Return the resources with pending changes that the viewer may not discover, and those not to look into."""
    changed = set(IndexChange.objects.order_by("-changed_at").values_list("resource", flat=True)[:MAX_UNINDEXED])
    if not changed:
        return frozenset(), frozenset()
    keys = frozenset(map(str, changed))
    discoverable = _keys(resources_allowed(viewer, Action.DISCOVER).filter(uuid__in=changed))
    open_inside = _keys(resources_allowed(viewer, Action.LOOK_INSIDE).filter(uuid__in=changed))
    return keys - discoverable, keys - open_inside


def _keys(resources: QuerySet[Resource]) -> frozenset[str]:
    return frozenset(str(uuid) for uuid in resources.values_list("uuid", flat=True))


def _checked(viewer: Viewer, query: Query, results: EngineResults) -> SearchResults:
    """Read the hits from the database: drop those that the viewer may not discover, and snippets not to look into."""
    typed = query if results.searched else None
    query = results.searched or query
    resources = resources_for(viewer, [hit.key for hit in results.hits])
    visible = [hit for hit in results.hits if hit.key in resources]
    # Holdings that were joined since they were indexed.
    visible = first_of_each(visible, (resources[hit.key].edition_id for hit in visible))
    open_inside = [hit for hit in visible if is_allowed(viewer, Action.LOOK_INSIDE, resources[hit.key])]
    snippets = snippets_for(query, open_inside, approximate=results.approximate)
    hits = tuple(
        _hit(query, resources[hit.key], hit, snippets.get(hit.key, ()), results.approximate) for hit in visible
    )
    total = results.total - len(results.hits) + len(hits)
    return SearchResults(query, total, hits, results.facets, results.approximate, typed=typed)


def _hit(
    query: Query, resource: Resource, hit: EngineHit, snippets: tuple[Snippet, ...], approximate: bool
) -> ResultHit:
    title = highlight(resource.title, find_spans(resource.title, query, approximate=approximate))
    description = "" if snippets else resource.description
    sentence = excerpt(description, find_spans(description, query, approximate=approximate))
    no_longer_matching = len(hit.parts) - len(snippets)
    total = max(hit.parts_total - no_longer_matching, 0) if snippets else 0
    return ResultHit(resource, hit.tier, title, sentence, snippets, total)

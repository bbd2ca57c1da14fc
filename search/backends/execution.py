"""The execution of a search in requests that every engine knows: count parts, select resources, rank, list parts.

The total counts the loosest condition alone, without score, because every tier implies it. The ranking uses phrases
first, and all tiers only if phrases do not fill the page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from access.policy import AccessFilter
from search.backends.scoring import TIER_SCORE, ScoredCondition, part_scores, scored_by
from search.conditions import Condition, Every, HasWord, Keys
from search.corrections import Vocabulary, corrections, has_unknown_word, likelier
from search.engine_results import EngineHit, EngineResults, PartHit
from search.plain_questions.meant import with_meaning
from search.query import Query, Sort, understood_again
from search.ranking import (
    FIELDS_OF_FORM,
    MatchField,
    MatchForm,
    MatchSpelling,
    RankedCondition,
    Tier,
    boosts,
    fuzzy_conditions,
    ranked_conditions,
)

BOOST = 0.1
MAX_GROUPS = 10_000  # resources found through their parts in one search
PARTS_PER_HIT = 3


@dataclass(frozen=True)
class Selection:
    """The resources that a search selects.

    They meet one of `counted`, or are all resources if `counted` is empty. `scored` rank some or all of them.
    """

    query: Query
    counted: tuple[Condition, ...]
    scored: tuple[ScoredCondition, ...]
    boosts: tuple[HasWord, ...]
    allowed: AccessFilter
    excluded: frozenset[str]


@dataclass(frozen=True)
class PartsWanted:
    """The matching parts of `resources`: by the score of the condition that they meet, then by their order."""

    scored: tuple[ScoredCondition, ...]
    resources: tuple[str, ...]


Hits = tuple[EngineHit, ...]  # with key and score only
FirstParts = Mapping[str, tuple[tuple[PartHit, ...], int]]  # by resource: its first parts, and how many match


class Engine(Protocol):
    """The four requests of a search."""

    def count_parts(
        self,
        conditions: Sequence[Condition],
        *,
        within: Condition,
        parts_allowed: AccessFilter,
        parts_excluded: frozenset[str],
    ) -> list[Mapping[str, int]]:
        """Return for each condition how many parts of which resource meet it; every condition implies `within`."""
        ...

    def select(self, selection: Selection) -> EngineResults:
        """Return a page of hits, the total and the facets."""
        ...

    def rank(self, selection: Selection) -> Hits:
        """Return a page of hits alone."""
        ...

    def first_parts(self, wanted: PartsWanted) -> FirstParts:
        """Return the first matching parts of each resource, at most PARTS_PER_HIT, and their total."""
        ...

    def frequencies(self, vocabulary: Vocabulary, words: Sequence[str]) -> Mapping[str, int]:
        """Return how many resources and parts contain each of these words, without regard to access."""
        ...


@dataclass(frozen=True)
class SearchRequest:
    """A query and what the viewer may find; the fields are the arguments of SearchBackend.search."""

    query: Query
    allowed: AccessFilter
    parts_allowed: AccessFilter
    excluded: frozenset[str]
    parts_excluded: frozenset[str]


def execute(engine: Engine, request: SearchRequest) -> EngineResults:
    """Search the words as typed; where they do not stand side by side, look for a typing error.

    Misspelt words of grades, subjects and kinds come first: with them the other words mean something, too.
    """
    conditions = _conditions(request.query)
    if not conditions:
        return engine.select(Selection(request.query, (), (), (), request.allowed, request.excluded))
    results = _ranked_search(engine, request, conditions)
    if request.query.literal:
        return results
    if (respelt := _respelt(engine, request, results)) is not None:
        if respelt.total or respelt.searched is None:
            return respelt
        request, results = replace(request, query=respelt.searched), respelt
    if not _may_be_misspelt(engine, request, results):
        return results
    others = (likelier if results.total else corrections)(request.query, engine.frequencies)
    apart = list[EngineResults]()
    for other in _corrected(engine, request, others):
        if not _are_apart(other):
            return other
        apart.append(other)
    if results.total or not has_unknown_word(request.query, engine.frequencies):
        return results
    return apart[0] if apart else _similar(engine, request, results)


def _respelt(engine: Engine, request: SearchRequest, results: EngineResults) -> EngineResults | None:
    """Search with the misspelt words of the vocabulary as it has them; None without one, and where nothing is gained.

    Words that stand somewhere as they were typed are meant so.
    """
    query = request.query
    text = query.respell(query.text) if query.respell and not _stand_as_typed(results, query) else query.text
    if text == query.text or not (results.total or _may_be_misspelt(engine, request, results)):
        return None
    other = understood_again(replace(query, text=text))
    found = _ranked_search(engine, replace(request, query=other), _conditions(other))
    return replace(found, searched=other) if found.total or not results.total else None


def _may_be_misspelt(engine: Engine, request: SearchRequest, results: EngineResults) -> bool:
    """Return whether nothing holds the words, with or without the filters, or only apart on the first page."""
    if results.total:
        is_question = bool(request.query.meaning)
        return not is_question and request.query.page == 1 and not request.query.has_filter and _are_apart(results)
    conditions = _conditions(request.query)
    return not (request.query.has_filter and _ranked_search(engine, _unfiltered(request), conditions).total)


def _stand_as_typed(results: EngineResults, query: Query) -> bool:
    """Return whether the best hit has the words as they were typed, and where the first hit is not the best."""
    if not results.total:
        return False
    tier = results.hits[0].tier if results.hits and query.page == 1 and not query.has_filter else None
    return tier is None or (tier.form, tier.spelling) == (MatchForm.PHRASE, MatchSpelling.EXACT)


def _are_apart(results: EngineResults) -> bool:
    """Return whether not even the best hit has the words side by side; False where the first hit is not the best."""
    tier = results.hits[0].tier if results.hits else None
    return tier is not None and tier.form in (MatchForm.JOINED, MatchForm.WORDS)


def _corrected(engine: Engine, request: SearchRequest, others: Iterable[Query]) -> Iterator[EngineResults]:
    """Yield the results of those other queries that find something; what the words name stays as it is."""
    for other in others:
        query = understood_again(other)
        if not query.meaning.codes >= request.query.meaning.codes:
            continue
        results = _ranked_search(engine, replace(request, query=query), _conditions(query))
        if results.total:
            yield replace(results, searched=query)


def _similar(engine: Engine, request: SearchRequest, nothing: EngineResults) -> EngineResults:
    """Search words one edit away."""
    conditions = fuzzy_conditions(request.query)
    results = _ranked_search(engine, request, conditions) if conditions else nothing
    return replace(results, approximate=results.total > 0, searched=nothing.searched)


def _conditions(query: Query) -> tuple[RankedCondition, ...]:
    return with_meaning(query, ranked_conditions(query))


def _ranked_search(engine: Engine, request: SearchRequest, conditions: tuple[RankedCondition, ...]) -> EngineResults:
    """Count all hits; rank by the phrase tiers, and by the other tiers too if those do not fill the page."""
    query, inside = request.query, [ranked for ranked in conditions if ranked.tier.field == MatchField.INSIDE]
    literal, meant = [r for r in inside if r.within is None], [r for r in inside if r.within is not None]
    phrases = [ranked for ranked in literal if ranked.tier.form == MatchForm.PHRASE and query.sort == Sort.RELEVANCE]
    groups = _groups(engine, request, dict.fromkeys([*phrases, literal[-1]]), within=literal[-1])
    in_parts = frozenset().union(*groups.values())
    if meant:
        # What remains of the question, without the words that name something, is on more pages than all its words.
        groups |= _groups(engine, request, meant, within=meant[-1])
    selection = Selection(
        query=query,
        counted=(*_count_conditions(conditions), *_counted_parts(in_parts, meant, groups)),
        scored=tuple(scored_by(conditions, MatchForm.PHRASE, groups)),
        boosts=boosts(query),
        allowed=request.allowed,
        excluded=request.excluded,
    )
    results = engine.select(selection)
    hits = results.hits
    if len(hits) < min(query.size, results.total - query.offset):
        other = [ranked for ranked in literal if ranked.tier not in groups] if in_parts else []
        groups |= _groups(engine, request, other, within=literal[-1])
        hits = engine.rank(replace(selection, scored=tuple(scored_by(conditions, None, groups))))
    in_parts = in_parts.union(*(groups[ranked.tier] for ranked in meant))
    with_parts = tuple(hit.key for hit in hits if hit.key in in_parts)
    parts = engine.first_parts(PartsWanted(part_scores(inside), with_parts)) if with_parts else {}
    return replace(results, hits=tuple(_completed(hit, query, conditions, parts) for hit in hits))


def _counted_parts(
    in_parts: frozenset[str], meant: Sequence[RankedCondition], groups: Mapping[Tier, Mapping[str, int]]
) -> Iterable[Condition]:
    """Yield the resources that are found through their parts."""
    if in_parts:
        yield Keys(in_parts)
    for ranked in meant[-1:]:  # the loosest
        if ranked.within is not None and groups[ranked.tier]:
            yield Every((ranked.within, Keys(frozenset(groups[ranked.tier]))))


def _groups(
    engine: Engine, request: SearchRequest, conditions: Iterable[RankedCondition], *, within: RankedCondition
) -> dict[Tier, Mapping[str, int]]:
    """Return for each tier how many parts of which resource reach it."""
    listed = list(conditions)
    if not listed:
        return {}
    counts = engine.count_parts(
        [ranked.condition for ranked in listed],
        within=within.condition,
        parts_allowed=request.parts_allowed,
        parts_excluded=request.parts_excluded,
    )
    return {ranked.tier: group for ranked, group in zip(listed, counts, strict=True)}


def _count_conditions(conditions: Sequence[RankedCondition]) -> list[Condition]:
    """Return what every condition on resources implies.

    Fuzzy conditions imply no common one, because each field limits the words that it expands to.
    """
    on_resources = [ranked for ranked in conditions if ranked.tier.field != MatchField.INSIDE]
    if conditions[-1].tier.spelling == MatchSpelling.SIMILAR:
        return [ranked.condition for ranked in on_resources]
    literal = [ranked.condition for ranked in on_resources if ranked.tier.form in FIELDS_OF_FORM]
    meant = [ranked.condition for ranked in on_resources if ranked.tier.form not in FIELDS_OF_FORM]
    return [*literal[-1:], *meant[-1:]]


def _completed(hit: EngineHit, query: Query, conditions: Sequence[RankedCondition], parts: FirstParts) -> EngineHit:
    first, total = parts.get(hit.key, ((), 0))
    return replace(hit, tier=_tier(query, conditions, hit.score), parts=first, parts_total=total)


def _tier(query: Query, conditions: Sequence[RankedCondition], score: float) -> Tier | None:
    if query.sort != Sort.RELEVANCE:
        return None
    return conditions[len(conditions) - int(score // TIER_SCORE)].tier


def _unfiltered(request: SearchRequest) -> SearchRequest:
    """Remove the facets; resources that the viewer may not find stay excluded."""
    return replace(request, query=request.query.without_filters())

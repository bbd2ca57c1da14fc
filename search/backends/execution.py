"""How a search is answered, in requests that every engine knows: group parts, select resources, rank, show parts.

What is counted is the broadest condition alone, without score, because every tier implies it; what is ranked are the
phrases first, and all tiers only where phrases do not fill the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from access.policy import AccessFilter
from search.engine_results import EngineHit, EngineResults, PartHit
from search.query import Query, Sort
from search.ranking import (
    Condition,
    MatchField,
    MatchForm,
    MatchSpelling,
    RankedCondition,
    Tier,
    Word,
    fuzzy_conditions,
    ranked_conditions,
    weights,
)

# Between two tiers lies more than weights and strength can add, so that no engine's scores move a hit to another tier.
STEP = 1000
STRENGTH = 100  # for each doubling of the parts that hold the words, up to STRONGEST
STRONGEST = 4
WEIGHT = 0.1
MAX_GROUPS = 10_000  # resources found through their parts in one search
PARTS_PER_HIT = 3


@dataclass(frozen=True)
class Keys:
    """The document is one of these: resources found through their parts."""

    keys: frozenset[str]


@dataclass(frozen=True)
class ScoredCondition:
    """A condition, and the score of what fulfils it; the highest of several counts."""

    score: int
    condition: Condition | Keys


@dataclass(frozen=True)
class Selection:
    """Resources that fulfil one of the conditions `counted` (all, where there are none), in an order.

    `grades` rank the best of them, or all.
    """

    query: Query
    counted: tuple[Condition | Keys, ...]
    grades: tuple[ScoredCondition, ...]
    weights: tuple[Word, ...]
    allowed: AccessFilter
    excluded: frozenset[str]


Ranked = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Selected:
    """The keys of one page with their scores, as far as the grades reach, and the counts over all pages."""

    total: int
    ranked: Ranked
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class PartsWanted:
    """Parts of resources that `groups` found, those of a higher grade first, then in their order."""

    grades: tuple[ScoredCondition, ...]
    resources: tuple[str, ...]


Shown = Mapping[str, tuple[tuple[PartHit, ...], int]]


class Engine(Protocol):
    """The four requests."""

    def groups(
        self, conditions: Sequence[Condition], *, among: Condition, inside: AccessFilter, closed: frozenset[str]
    ) -> list[Mapping[str, int]]:
        """For each condition, how many parts of which resource fulfil it; every one of them implies `among`."""
        ...

    def select(self, selection: Selection) -> Selected:
        """A page of resources, and what there is in all."""
        ...

    def rank(self, selection: Selection) -> Ranked:
        """The page alone."""
        ...

    def show(self, wanted: PartsWanted) -> Shown:
        """For each resource its first parts, and how many it has."""
        ...


@dataclass(frozen=True)
class SearchRequest:
    """A query and what the asker may find."""

    query: Query
    allowed: AccessFilter
    parts_allowed: AccessFilter
    excluded: frozenset[str]
    parts_excluded: frozenset[str]


def execute(engine: Engine, asked: SearchRequest) -> EngineResults:
    """The words as typed; where nothing that she may find holds them, words one letter away."""
    rungs = ranked_conditions(asked.query)
    if not rungs:
        return _browse(engine, asked)
    results = _ranked_search(engine, asked, rungs)
    if results.total or not (similar := fuzzy_conditions(asked.query)):
        return results
    if asked.query.has_filter and _ranked_search(engine, _unfiltered(asked), rungs).total:
        return results
    return _ranked_search(engine, asked, similar, approximate=True)


def _browse(engine: Engine, asked: SearchRequest) -> EngineResults:
    selected = engine.select(Selection(asked.query, (), (), (), asked.allowed, asked.excluded))
    return EngineResults(selected.total, tuple(EngineHit(key, None) for key, _ in selected.ranked), selected.facets)


def _ranked_search(
    engine: Engine, asked: SearchRequest, rungs: tuple[RankedCondition, ...], approximate: bool = False
) -> EngineResults:
    """Count all; rank by the upper tiers, and by the lower ones, too, where those do not fill the page."""
    query, within = asked.query, [ranked for ranked in rungs if ranked.tier.place == MatchField.INSIDE]
    upper = [ranked for ranked in within if ranked.tier.form == MatchForm.PHRASE and query.sort == Sort.RELEVANCE]
    groups = _groups(engine, asked, dict.fromkeys([*upper, within[-1]]), among=within[-1])
    in_parts = frozenset().union(*groups.values())
    selection = Selection(
        query=query,
        counted=(*_count_conditions(rungs), *([Keys(in_parts)] if in_parts else [])),
        grades=tuple(_grades(rungs, MatchForm.PHRASE, groups)),
        weights=weights(query),
        allowed=asked.allowed,
        excluded=asked.excluded,
    )
    selected = engine.select(selection)
    ranked = selected.ranked
    if len(ranked) < min(query.size, selected.total - query.offset):
        lower = [ranked for ranked in within if ranked.tier not in groups] if in_parts else []
        groups |= _groups(engine, asked, lower, among=within[-1])
        ranked = engine.rank(replace(selection, grades=tuple(_grades(rungs, None, groups))))
    wanted = tuple(key for key, _ in ranked if key in in_parts)
    shown = engine.show(PartsWanted(_part_grades(within), wanted)) if wanted else {}
    hits = tuple(_hit(key, _tier(query, rungs, score), shown) for key, score in ranked)
    return EngineResults(selected.total, hits, selected.facets, approximate and selected.total > 0)


def _groups(
    engine: Engine, asked: SearchRequest, rungs: Iterable[RankedCondition], *, among: RankedCondition
) -> dict[Tier, Mapping[str, int]]:
    """What is found inside, by tier."""
    wanted = list(rungs)
    if not wanted:
        return {}
    conditions = [ranked.condition for ranked in wanted]
    found = engine.groups(conditions, among=among.condition, inside=asked.parts_allowed, closed=asked.parts_excluded)
    return {ranked.tier: group for ranked, group in zip(wanted, found, strict=True)}


def _count_conditions(rungs: Sequence[RankedCondition]) -> list[Condition]:
    """What every rung of resources implies; one letter away has limits of its own in each field, so that none does."""
    conditions = [ranked.condition for ranked in rungs if ranked.tier.place != MatchField.INSIDE]
    return conditions if rungs[-1].tier.spelling == MatchSpelling.SIMILAR else conditions[-1:]


def _part_grades(within: Sequence[RankedCondition]) -> tuple[ScoredCondition, ...]:
    """The rungs of parts alone, scored from the best down."""
    return tuple(ScoredCondition(len(within) - at, ranked.condition) for at, ranked in enumerate(within))


def _grades(
    rungs: tuple[RankedCondition, ...], form: MatchForm | None, found: Mapping[Tier, Mapping[str, int]]
) -> Iterable[ScoredCondition]:
    """The rungs of one form, or all, with their scores."""
    graded: set[str] = set()
    for at, ranked in enumerate(rungs):
        if form is not None and ranked.tier.form != form:
            continue
        score = (len(rungs) - at) * STEP
        if ranked.tier.place != MatchField.INSIDE:
            yield ScoredCondition(score, ranked.condition)
            continue
        found_here = found.get(ranked.tier, {})
        for strength, keys in _by_strength(found_here, but=graded).items():
            yield ScoredCondition(score + strength * STRENGTH, Keys(frozenset(keys)))
        graded |= found_here.keys()  # a better tier counts, whatever the strength of a worse one


def _by_strength(found: Mapping[str, int], *, but: set[str]) -> dict[int, set[str]]:
    grouped: dict[int, set[str]] = {}
    for key in found.keys() - but:
        grouped.setdefault(min(found[key].bit_length() - 1, STRONGEST), set()).add(key)
    return grouped


def _tier(query: Query, rungs: Sequence[RankedCondition], score: float) -> Tier | None:
    if query.sort != Sort.RELEVANCE:
        return None
    return rungs[len(rungs) - int(score // STEP)].tier


def _hit(key: str, tier: Tier | None, shown: Shown) -> EngineHit:
    parts, total = shown.get(key, ((), 0))
    return EngineHit(key, tier, parts, total)


def _unfiltered(asked: SearchRequest) -> SearchRequest:
    """Without facets; what is left out because nobody may see it stays out."""
    return SearchRequest(
        asked.query.without_filters(), asked.allowed, asked.parts_allowed, asked.excluded, asked.parts_excluded
    )

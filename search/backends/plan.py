"""How a search is answered, in three requests that every engine knows: group parts, select resources, show parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from access.policy import Allowed
from search.matching import Condition, Place, Rung, Tier, Word, ladder, similar_ladder, weights
from search.query import Query, Sort
from search.results import Hit, PartHit, Results

# Between two tiers lies more than weights and strength can add, so that no engine's scores move a hit to another tier.
STEP = 1000
STRENGTH = 100  # for each doubling of the parts that hold the words, up to STRONGEST
STRONGEST = 4
WEIGHT = 0.1
MOST_GROUPS = 10_000  # resources found through their parts in one search
PARTS_SHOWN = 3


@dataclass(frozen=True)
class Keys:
    """The document is one of these: resources found through their parts."""

    keys: frozenset[str]


@dataclass(frozen=True)
class Graded:
    """A condition, and the score of what fulfils it; the highest of several counts."""

    score: int
    condition: Condition | Keys


@dataclass(frozen=True)
class Selection:
    """Which resources, in which order; without `grades` all of them."""

    query: Query
    grades: tuple[Graded, ...]
    weights: tuple[Word, ...]
    allowed: Allowed
    left_out: frozenset[str]


@dataclass(frozen=True)
class Selected:
    """One page of keys with their scores, and the counts over all pages."""

    total: int
    ranked: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class PartsWanted:
    """Parts of some resources, those of a higher grade first, then in their order."""

    grades: tuple[Graded, ...]
    resources: tuple[str, ...]
    inside: Allowed


Shown = Mapping[str, tuple[tuple[PartHit, ...], int]]


class Engine(Protocol):
    """The three requests."""

    def groups(
        self, conditions: Sequence[Condition], *, inside: Allowed, closed: frozenset[str]
    ) -> list[Mapping[str, int]]:
        """For each condition, how many parts of which resource fulfil it; every condition implies the last one."""
        ...

    def select(self, selection: Selection) -> Selected:
        """A page of resources."""
        ...

    def show(self, wanted: PartsWanted) -> Shown:
        """For each resource its first parts, and how many it has."""
        ...


@dataclass(frozen=True)
class Asked:
    """A query and what the asker may find."""

    query: Query
    allowed: Allowed
    inside: Allowed
    left_out: frozenset[str]
    closed: frozenset[str]


def answer(engine: Engine, asked: Asked) -> Results:
    """The words as typed; where nothing that she may find holds them, words one letter away."""
    rungs = ladder(asked.query)
    if not rungs:
        return _browse(engine, asked)
    results = _climb(engine, asked, rungs)
    if results.total or not (similar := similar_ladder(asked.query)):
        return results
    if asked.query.has_filter and _climb(engine, _unfiltered(asked), rungs).total:
        return results
    return _climb(engine, asked, similar, approximate=True)


def _browse(engine: Engine, asked: Asked) -> Results:
    selected = engine.select(Selection(asked.query, (), (), asked.allowed, asked.left_out))
    return Results(selected.total, tuple(Hit(key, None) for key, _ in selected.ranked), selected.facets)


def _climb(engine: Engine, asked: Asked, rungs: tuple[Rung, ...], approximate: bool = False) -> Results:
    within = [rung for rung in rungs if rung.tier.place == Place.INSIDE]
    groups = engine.groups([rung.condition for rung in within], inside=asked.inside, closed=asked.closed)
    found = {rung.tier: group for rung, group in zip(within, groups, strict=True)}
    grades = tuple(_grades(rungs, found))
    selected = engine.select(Selection(asked.query, grades, weights(asked.query), asked.allowed, asked.left_out))
    in_parts = set().union(*groups)
    wanted = [key for key, _ in selected.ranked if key in in_parts]
    shown = engine.show(PartsWanted(_part_grades(within), tuple(wanted), asked.inside)) if wanted else {}
    hits = tuple(_hit(key, _tier(asked.query, rungs, score), shown) for key, score in selected.ranked)
    return Results(selected.total, hits, selected.facets, approximate and selected.total > 0)


def _part_grades(within: Sequence[Rung]) -> tuple[Graded, ...]:
    """The rungs of parts alone, scored from the best down."""
    return tuple(Graded(len(within) - at, rung.condition) for at, rung in enumerate(within))


def _grades(rungs: tuple[Rung, ...], found: Mapping[Tier, Mapping[str, int]]) -> Iterable[Graded]:
    graded: set[str] = set()
    for at, rung in enumerate(rungs):
        score = (len(rungs) - at) * STEP
        if rung.tier.place != Place.INSIDE:
            yield Graded(score, rung.condition)
            continue
        by_strength: dict[int, set[str]] = {}
        found_here = found[rung.tier]
        for key in found_here.keys() - graded:  # a better tier counts, whatever the strength of a worse one
            parts = found_here[key]
            by_strength.setdefault(min(parts.bit_length() - 1, STRONGEST), set()).add(key)
        graded |= found_here.keys()
        for strength, keys in by_strength.items():
            yield Graded(score + strength * STRENGTH, Keys(frozenset(keys)))


def _tier(query: Query, rungs: Sequence[Rung], score: float) -> Tier | None:
    if query.sort != Sort.RELEVANCE:
        return None
    return rungs[len(rungs) - int(score // STEP)].tier


def _hit(key: str, tier: Tier | None, shown: Shown) -> Hit:
    parts, total = shown.get(key, ((), 0))
    return Hit(key, tier, parts, total)


def _unfiltered(asked: Asked) -> Asked:
    """Without facets; what is left out because nobody may see it stays out."""
    return Asked(asked.query.without_filters(), asked.allowed, asked.inside, asked.left_out, asked.closed)

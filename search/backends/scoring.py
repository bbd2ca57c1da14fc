"""The scores by which an engine orders hits: a tier weighs more than any number of matching parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.conditions import Condition, Every, Keys
from search.ranking import MatchField, MatchForm, RankedCondition, Tier

# Two tiers differ by more than boosts and strength can add up to, so that no engine's scores move a hit between tiers.
TIER_SCORE = 1000
STRENGTH_SCORE = 100  # for each doubling of the number of matching parts, up to MAX_STRENGTH
MAX_STRENGTH = 4


@dataclass(frozen=True)
class ScoredCondition:
    """A condition and the score of documents that meet it; of several, the highest score counts."""

    score: int
    condition: Condition


def part_scores(inside: Sequence[RankedCondition]) -> tuple[ScoredCondition, ...]:
    """Return the conditions on parts, the best with the highest score."""
    return tuple(ScoredCondition(len(inside) - index, ranked.condition) for index, ranked in enumerate(inside))


def scored_by(
    conditions: tuple[RankedCondition, ...], form: MatchForm | None, groups: Mapping[Tier, Mapping[str, int]]
) -> Iterable[ScoredCondition]:
    """Yield the conditions of one form, or of all forms, with their scores; a lesson's belong to each form."""
    scored: set[str] = set()
    for index, ranked in enumerate(conditions):
        if form is not None and ranked.tier.form not in (form, MatchForm.LESSON):
            continue
        score = (len(conditions) - index) * TIER_SCORE
        if ranked.tier.field != MatchField.INSIDE:
            yield ScoredCondition(score, ranked.condition)
            continue
        group = groups.get(ranked.tier, {})
        for strength, keys in _by_strength(group, without=scored).items():
            found = Keys(frozenset(keys))
            yield ScoredCondition(
                score + strength * STRENGTH_SCORE, found if ranked.within is None else Every((ranked.within, found))
            )
        if ranked.within is None:
            scored |= group.keys()  # the better tier counts, whatever the strength in a worse one


def _by_strength(group: Mapping[str, int], *, without: set[str]) -> dict[int, set[str]]:
    keys: dict[int, set[str]] = {}
    for key in group.keys() - without:
        keys.setdefault(min(group[key].bit_length() - 1, MAX_STRENGTH), set()).add(key)
    return keys

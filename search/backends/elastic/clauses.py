"""Conditions, access filters and selections as Elasticsearch queries."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Clause

from access.policy import AccessFilter
from search.backends.execution import BOOST, Selection
from search.backends.scoring import ScoredCondition
from search.conditions import AtLeast, Condition, Every, HasPhrase, HasSimilarWord, HasWord, Keys
from search.document import microseconds
from search.query import Query, Sort

MAX_EXPANSIONS = 500  # indexed words that a misspelt word or a prefix expands to


def facet_filters(query: Query) -> dict[str, Clause]:
    """Return the filter of each facet in use."""
    return {facet: Q("terms", **{facet: list(values)}) for facet, values in query.chosen.items()}


def counted(selection: Selection) -> Clause:
    """Return everything that is counted, without score and whatever facets are chosen."""
    conditions = [_either(map(condition_clause, selection.counted))] if selection.counted else []
    return Q("bool", filter=[*conditions, *access(selection.allowed)], must_not=_excluded(selection))


def selected(selection: Selection) -> Clause:
    """Return what a page shows: what is scored, or else everything that is counted, within the chosen facets."""
    if selection.query.sort != Sort.RELEVANCE or not selection.scored:
        return Q("bool", filter=[counted(selection), *facet_filters(selection.query).values()])
    boosted = [Q("match", **{word.field: {"query": word.word, "boost": BOOST}}) for word in selection.boosts]
    filters, best = [*access(selection.allowed), *facet_filters(selection.query).values()], scored(selection.scored)
    return Q("bool", must=[best], should=boosted, filter=filters, must_not=_excluded(selection))


def _excluded(selection: Selection) -> list[Clause]:
    return [Q("terms", key=sorted(selection.excluded))] if selection.excluded else []


def scored(conditions: Iterable[ScoredCondition]) -> Clause:
    """Return a query with the highest score of the conditions that a document meets."""
    clauses = [Q("constant_score", filter=condition_clause(each.condition), boost=each.score) for each in conditions]
    return Q("dis_max", queries=clauses)


def access(allowed: AccessFilter) -> list[Clause]:
    """Return the rule of access/policy.py as filters, which do not change the score.

    The keys form a clause of their own, without the instant, so that the server can cache what they open.
    """
    now = microseconds(allowed.instant)
    is_open = [
        Q("term", published=1),
        Q("range", opens={"lte": now}),
        Q("range", closes={"gt": now}),
        Q("terms", labels=_sorted(allowed.keys)),
    ]
    if not allowed.staff_keys:
        return is_open
    return [_either([Q("bool", filter=is_open), Q("terms", labels=_sorted(allowed.staff_keys))])]


class _SortedValues:
    """Values that the client serialises as they are, without inspecting each of a thousand."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = sorted(values)

    def to_dict(self) -> list[str]:
        """Return the values as they are sent; the client calls this."""
        return self._values


@lru_cache(maxsize=128)
def _sorted(keys: frozenset[str]) -> _SortedValues:
    return _SortedValues(keys)


def _either(clauses: Iterable[Clause]) -> Clause:
    return Q("bool", should=list(clauses), minimum_should_match=1)


def condition_clause(condition: Condition) -> Clause:
    """Translate a condition of search/conditions.py."""
    match condition:
        case HasWord(field, word):
            return Q("term", **{field: word})
        case HasSimilarWord(field, word):
            return Q("fuzzy", **{field: _fuzzy(word)})
        case HasPhrase(field, words, similar) if similar:
            clauses = [_span(field, word, index in similar) for index, word in enumerate(words)]
            return Q("span_near", clauses=clauses, slop=0, in_order=True)
        case HasPhrase(field, words):
            return Q("match_phrase", **{field: " ".join(words)})
        case Every(conditions):
            return Q("bool", filter=[condition_clause(part) for part in conditions])
        case AtLeast(count, conditions):
            return Q("bool", should=[condition_clause(part) for part in conditions], minimum_should_match=count)
        case Keys(keys):
            return Q("terms", key=sorted(keys))


def _fuzzy(word: str) -> dict[str, Any]:
    return {"value": word, "fuzziness": 1, "transpositions": True, "max_expansions": MAX_EXPANSIONS}


def _span(field: str, word: str, similar: bool) -> dict[str, Any]:
    if similar:
        return {"span_multi": {"match": {"fuzzy": {field: _fuzzy(word)}}}}
    return {"span_term": {field: word}}

"""Conditions, access and selections in the words of Elasticsearch."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Clause

from access.policy import AccessFilter
from search.backends.execution import WEIGHT, Keys, ScoredCondition, Selection
from search.document import microseconds
from search.query import Query, Sort
from search.ranking import AtLeast, Condition, Every, Phrase, Similar, Word

MAX_SIMILAR = 500  # words of the vocabulary for one that is misspelt


def narrowed(query: Query) -> dict[str, Clause]:
    return {facet: Q("terms", **{facet: list(values)}) for facet, values in query.chosen.items()}


def reached(selection: Selection) -> Clause:
    """All that is counted, without score, whatever she chose."""
    found = [_either(map(condition_clause, selection.counted))] if selection.counted else []
    return Q("bool", filter=[*found, *access(selection.allowed)], must_not=_left_out(selection))


def selected(selection: Selection) -> Clause:
    """What stands on a page: what the grades rank, or else all that is counted; within what she chose."""
    if selection.query.sort != Sort.RELEVANCE or not selection.grades:
        return Q("bool", filter=[reached(selection), *narrowed(selection.query).values()])
    weights = [Q("match", **{word.field: {"query": word.word, "boost": WEIGHT}}) for word in selection.weights]
    reach, best = [*access(selection.allowed), *narrowed(selection.query).values()], graded(selection.grades)
    return Q("bool", must=[best], should=weights, filter=reach, must_not=_left_out(selection))


def _left_out(selection: Selection) -> list[Clause]:
    return [Q("terms", key=sorted(selection.excluded))] if selection.excluded else []


def graded(grades: Iterable[ScoredCondition]) -> Clause:
    """The highest score of those fulfilled."""
    ranked = [Q("constant_score", filter=condition_clause(grade.condition), boost=grade.score) for grade in grades]
    return Q("dis_max", queries=ranked)


def access(allowed: AccessFilter) -> list[Clause]:
    """The rule of access/policy.py; stands in filters alone, so that it adds nothing to a score.

    The keys are a clause of their own, without the moment: the server keeps what they open for the next search.
    """
    now = microseconds(allowed.instant)
    is_open = [
        Q("term", published=1),
        Q("range", opens={"lte": now}),
        Q("range", closes={"gt": now}),
        Q("terms", labels=_listed(allowed.keys)),
    ]
    if not allowed.staff_keys:
        return is_open
    return [_either([Q("bool", filter=is_open), Q("terms", labels=_listed(allowed.staff_keys))])]


class _Listed:
    """Values that the client writes down as they are, instead of looking into each of a thousand."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = sorted(values)

    def to_dict(self) -> list[str]:
        """What stands for it in the request."""
        return self._values


@lru_cache(maxsize=128)
def _listed(keys: frozenset[str]) -> _Listed:
    return _Listed(keys)


def _either(clauses: Iterable[Clause]) -> Clause:
    return Q("bool", should=list(clauses), minimum_should_match=1)


def condition_clause(condition: Condition | Keys) -> Clause:
    match condition:
        case Word(field, word):
            return Q("term", **{field: word})
        case Similar(field, word):
            return Q("fuzzy", **{field: _fuzzy(word)})
        case Phrase(field, words, similar) if similar:
            clauses = [_span(field, word, at in similar) for at, word in enumerate(words)]
            return Q("span_near", clauses=clauses, slop=0, in_order=True)
        case Phrase(field, words):
            return Q("match_phrase", **{field: " ".join(words)})
        case Every(conditions):
            return Q("bool", filter=[condition_clause(part) for part in conditions])
        case AtLeast(count, conditions):
            return Q("bool", should=[condition_clause(part) for part in conditions], minimum_should_match=count)
        case Keys(keys):
            return Q("terms", key=sorted(keys))


def _fuzzy(word: str) -> dict[str, Any]:
    return {"value": word, "fuzziness": 1, "transpositions": True, "max_expansions": MAX_SIMILAR}


def _span(field: str, word: str, similar: bool) -> dict[str, Any]:
    if similar:
        return {"span_multi": {"match": {"fuzzy": {field: _fuzzy(word)}}}}
    return {"span_term": {field: word}}

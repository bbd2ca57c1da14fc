"""Conditions, access filters and selections as Tantivy queries."""

from collections.abc import Iterable
from functools import lru_cache

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Clause

from access.policy import AccessFilter
from search.backends.execution import BOOST, Selection
from search.backends.scoring import ScoredCondition
from search.backends.tantivy.schema import PARTS, RESOURCES
from search.conditions import AtLeast, Condition, Every, HasPhrase, HasSimilarWord, HasWord, Keys
from search.document import FACETS, microseconds

Clauses = list[tuple[Occur, Clause]]


def filters(selection: Selection, *, without: str = "") -> Clauses:
    """Return access, exclusions and the chosen facets except one, none of which changes the score."""
    clauses = [(Occur.Must, access(RESOURCES, selection.allowed))]
    for facet, values in selection.query.chosen.items():
        if facet != without:
            clauses.append((Occur.Must, unscored(Clause.term_set_query(RESOURCES, facet, list(values)))))
    if selection.excluded:
        clauses.append((Occur.MustNot, Clause.term_set_query(RESOURCES, "key", sorted(selection.excluded))))
    return clauses


def counted(selection: Selection) -> Clauses:
    """Return everything that is counted, without score."""
    if not selection.counted:
        return []
    return [(Occur.Must, unscored(any_of(condition_clause(RESOURCES, condition) for condition in selection.counted)))]


def ranked(searcher: tantivy.Searcher, selection: Selection) -> Clauses:
    """Return what is scored, with the boosts."""
    boosts = [word for word in selection.boosts if can_match(searcher, word)]
    return [
        (Occur.Must, scored(searcher, RESOURCES, selection.scored)),
        *((Occur.Should, Clause.boost_query(condition_clause(RESOURCES, word), BOOST)) for word in boosts),
    ]


def scored(searcher: tantivy.Searcher, schema: tantivy.Schema, conditions: Iterable[ScoredCondition]) -> Clause:
    """Return a query with the highest score of the conditions that a document meets."""
    return Clause.disjunction_max_query(
        [
            Clause.const_score_query(condition_clause(schema, each.condition), float(each.score))
            for each in conditions
            if can_match(searcher, each.condition)
        ]
    )


def can_match(searcher: tantivy.Searcher, condition: Condition) -> bool:
    """Return whether the index contains the words at all, which is cheaper to know than to search."""
    match condition:
        case HasWord(field, word):
            return searcher.doc_freq(field, word) > 0
        case HasPhrase(field, words, similar):
            return all(searcher.doc_freq(field, word) for index, word in enumerate(words) if index not in similar)
        case Every(conditions):
            return all(can_match(searcher, part) for part in conditions)
        case AtLeast(count, conditions):
            return sum(can_match(searcher, part) for part in conditions) >= count
    return searcher.num_docs > 0


def access(schema: tantivy.Schema, allowed: AccessFilter) -> Clause:
    """Return the rule of access/policy.py, without score."""
    now = microseconds(allowed.instant)
    is_open = [
        Clause.term_query(schema, "published", 1, "basic"),
        Clause.range_query(schema, "opens", FieldType.Integer, upper_bound=now),
        Clause.range_query(schema, "closes", FieldType.Integer, lower_bound=now, include_lower=False),
        _labelled(schema is RESOURCES, allowed.keys),
    ]
    if not allowed.staff_keys:
        return unscored(all_of(is_open))
    return unscored(any_of([all_of(is_open), _labelled(schema is RESOURCES, allowed.staff_keys)]))


@lru_cache(maxsize=128)
def _labelled(resources: bool, keys: frozenset[str]) -> Clause:
    """Match documents with one of the labels; cached, because a clause of 1,000 keys is slow to build."""
    return Clause.term_set_query(RESOURCES if resources else PARTS, "labels", sorted(keys))


def condition_clause(schema: tantivy.Schema, condition: Condition) -> Clause:
    """Translate a condition of search/conditions.py."""
    match condition:
        case HasWord(field, word):
            return Clause.term_query(schema, field, word, "basic" if field in FACETS else "freq")
        case HasSimilarWord(field, word):
            return Clause.fuzzy_term_query(schema, field, word, 1, True)
        case HasPhrase(field, words, similar) if similar:
            patterns = [_one_edit_away(word) if index in similar else word for index, word in enumerate(words)]
            return Clause.regex_phrase_query(schema, field, list(patterns))
        case HasPhrase(field, words):
            return Clause.phrase_query(schema, field, list(words))
        case Every(conditions):
            return all_of([condition_clause(schema, part) for part in conditions])
        case AtLeast(count, conditions):
            parts = [condition_clause(schema, part) for part in conditions]
            return Clause.boolean_query([(Occur.Should, part) for part in parts], count)
        case Keys(keys):
            return Clause.term_set_query(schema, "key", sorted(keys))


def _one_edit_away(word: str) -> str:
    """Return a regular expression for what the fuzzy query matches: one letter replaced, added, missing, or a swap."""
    indexes = range(len(word))
    patterns = {word}
    patterns |= {f"{word[:at]}.?{word[at + 1 :]}" for at in indexes}
    patterns |= {f"{word[:at]}.{word[at:]}" for at in range(len(word) + 1)}
    patterns |= {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in indexes[:-1]}
    return f"({'|'.join(sorted(patterns))})"


def has_value(schema: tantivy.Schema, field: str, value: str) -> Clause:
    """Match documents with a value, without score."""
    return unscored(Clause.term_query(schema, field, value, "basic"))


def unscored(query: Clause) -> Clause:
    """Return the query with score 0."""
    return Clause.const_score_query(query, 0.0)


def any_of(queries: Iterable[Clause]) -> Clause:
    """Match what at least one query matches."""
    alternatives = list(queries)
    if len(alternatives) == 1:
        return alternatives[0]
    return Clause.boolean_query([(Occur.Should, query) for query in alternatives])


def all_of(queries: Iterable[Clause]) -> Clause:
    """Match what every query matches."""
    return Clause.boolean_query([(Occur.Must, query) for query in queries])

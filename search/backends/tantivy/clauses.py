"""Conditions, access and selections in the words of Tantivy."""

from collections.abc import Iterable
from functools import lru_cache

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Clause

from access.policy import AccessFilter
from search.analysis import EDGE
from search.backends.execution import WEIGHT, Keys, ScoredCondition, Selection
from search.backends.tantivy.schema import PARTS, RESOURCES
from search.document import microseconds
from search.ranking import AtLeast, Condition, Every, Phrase, Similar, Word

Part = tuple[Occur, Clause]


def reach(selection: Selection, *, leave: str = "") -> list[Part]:
    """Who asks and what she chose, but for one facet; it adds nothing to a score."""
    clauses = [(Occur.Must, access(RESOURCES, selection.allowed))]
    for facet, values in selection.query.chosen.items():
        if facet != leave:
            clauses.append((Occur.Must, silent(Clause.term_set_query(RESOURCES, facet, list(values)))))
    if selection.excluded:
        clauses.append((Occur.MustNot, Clause.term_set_query(RESOURCES, "key", sorted(selection.excluded))))
    return clauses


def counted(selection: Selection) -> list[Part]:
    """All that is found, without score."""
    if not selection.counted:
        return []
    return [(Occur.Must, silent(any_of(condition_clause(RESOURCES, condition) for condition in selection.counted)))]


def ranked(searcher: tantivy.Searcher, selection: Selection) -> list[Part]:
    """What the grades rank, with its score."""
    weights = [word for word in selection.weights if can_match(searcher, word)]
    return [
        (Occur.Must, graded(searcher, RESOURCES, selection.grades)),
        *((Occur.Should, Clause.boost_query(condition_clause(RESOURCES, word), WEIGHT)) for word in weights),
    ]


def graded(searcher: tantivy.Searcher, schema: tantivy.Schema, grades: Iterable[ScoredCondition]) -> Clause:
    """The highest score of those fulfilled."""
    return Clause.disjunction_max_query(
        [
            Clause.const_score_query(condition_clause(schema, grade.condition), float(grade.score))
            for grade in grades
            if can_match(searcher, grade.condition)
        ]
    )


def can_match(searcher: tantivy.Searcher, condition: Condition | Keys) -> bool:
    """Whether the index has the words at all; sooner known than searched."""
    match condition:
        case Word(field, word):
            return searcher.doc_freq(field, word) > 0
        case Phrase(field, words, similar):
            return all(searcher.doc_freq(field, word) for at, word in enumerate(words) if at not in similar)
        case Every(conditions):
            return all(can_match(searcher, part) for part in conditions)
        case AtLeast(count, conditions):
            return sum(can_match(searcher, part) for part in conditions) >= count
    return searcher.num_docs > 0


def access(schema: tantivy.Schema, allowed: AccessFilter) -> Clause:
    """The rule of access/policy.py; it adds nothing to a score."""
    now = microseconds(allowed.instant)
    is_open = [
        Clause.term_query(schema, "published", 1, "basic"),
        Clause.range_query(schema, "opens", FieldType.Integer, upper_bound=now),
        Clause.range_query(schema, "closes", FieldType.Integer, lower_bound=now, include_lower=False),
        _labelled(schema is RESOURCES, allowed.keys),
    ]
    if not allowed.staff_keys:
        return silent(all_of(is_open))
    return silent(any_of([all_of(is_open), _labelled(schema is RESOURCES, allowed.staff_keys)]))


@lru_cache(maxsize=128)
def _labelled(resources: bool, keys: frozenset[str]) -> Clause:
    """Carries one of the labels; kept, because a thousand keys take as long to write down as to search for."""
    return Clause.term_set_query(RESOURCES if resources else PARTS, "labels", sorted(keys))


def condition_clause(schema: tantivy.Schema, condition: Condition | Keys) -> Clause:
    match condition:
        case Word(field, word):
            return Clause.term_query(schema, field, word, "freq")
        case Similar(field, word):
            return Clause.fuzzy_term_query(schema, field, word, 1, True)
        case Phrase(field, words, similar) if similar:
            patterns = [_one_letter_away(word) if at in similar else word for at, word in enumerate(words)]
            return Clause.regex_phrase_query(schema, field, list(patterns))
        case Phrase(field, words):
            return Clause.phrase_query(schema, field, list(words))
        case Every(conditions):
            return all_of([condition_clause(schema, part) for part in conditions])
        case AtLeast(count, conditions):
            parts = [condition_clause(schema, part) for part in conditions]
            return Clause.boolean_query([(Occur.Should, part) for part in parts], count)
        case Keys(keys):
            return Clause.term_set_query(schema, "key", sorted(keys))


def _one_letter_away(word: str) -> str:
    """A regular expression of what the fuzzy query takes: the word, one letter other, more, less, or two exchanged."""
    places = range(len(word))
    ways = {word}
    ways |= {f"{word[:at]}.?{word[at + 1 :]}" for at in places}
    ways |= {f"{word[:at]}.{word[at:]}" for at in range(len(word) + 1)}
    ways |= {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in places[:-1]}
    return f"({'|'.join(sorted(ways))})"


def one(schema: tantivy.Schema, field: str, value: str) -> Clause:
    return silent(Clause.term_query(schema, field, value, "basic"))


def silent(query: Clause) -> Clause:
    return Clause.const_score_query(query, 0.0)


def any_of(queries: Iterable[Clause]) -> Clause:
    found = list(queries)
    return found[0] if len(found) == 1 else Clause.boolean_query([(Occur.Should, query) for query in found])


def all_of(queries: Iterable[Clause]) -> Clause:
    return Clause.boolean_query([(Occur.Must, query) for query in queries])


assert EDGE.isprintable()
assert not EDGE.isalnum()

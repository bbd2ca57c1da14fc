"""Conditions, access and selections in the words of Tantivy."""

from collections.abc import Iterable

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Clause

from access.policy import Allowed
from search.analysis import EDGE
from search.backends.plan import WEIGHT, Graded, Keys, Selection
from search.backends.tantivy.schema import RESOURCES
from search.document import microseconds
from search.matching import AtLeast, Condition, Every, Phrase, Similar, Word


def selected(selection: Selection, *, leave: str) -> Clause:
    """The query of a selection, with every chosen facet but one."""
    query = selection.query
    clauses = [(Occur.Must, access(RESOURCES, selection.allowed))]
    if selection.grades:
        clauses.append((Occur.Must, graded(RESOURCES, selection.grades)))
    for facet, values in query.chosen.items():
        if facet != leave:
            clauses.append((Occur.Must, silent(Clause.term_set_query(RESOURCES, facet, list(values)))))
    if selection.left_out:
        clauses.append((Occur.MustNot, Clause.term_set_query(RESOURCES, "key", sorted(selection.left_out))))
    clauses += [
        (Occur.Should, Clause.boost_query(condition_clause(RESOURCES, word), WEIGHT)) for word in selection.weights
    ]
    return Clause.boolean_query(clauses)


def graded(schema: tantivy.Schema, grades: Iterable[Graded]) -> Clause:
    """The highest score of those fulfilled."""
    return Clause.disjunction_max_query(
        [Clause.const_score_query(condition_clause(schema, grade.condition), float(grade.score)) for grade in grades]
    )


def access(schema: tantivy.Schema, allowed: Allowed) -> Clause:
    """The rule of access/policy.py; it adds nothing to a score."""
    now = microseconds(allowed.instant)
    is_open = [
        Clause.term_query(schema, "published", 1),
        Clause.range_query(schema, "opens", FieldType.Integer, upper_bound=now),
        Clause.range_query(schema, "closes", FieldType.Integer, lower_bound=now, include_lower=False),
        Clause.term_set_query(schema, "labels", sorted(allowed.keys)),
    ]
    by_staff = Clause.term_set_query(schema, "labels", sorted(allowed.staff_keys))
    return silent(Clause.boolean_query([(Occur.Should, all_of(is_open)), (Occur.Should, by_staff)]))


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
            return Clause.boolean_query([(Occur.Should, condition_clause(schema, part)) for part in conditions], count)
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


def all_of(queries: Iterable[Clause]) -> Clause:
    return Clause.boolean_query([(Occur.Must, query) for query in queries])


assert EDGE.isprintable()
assert not EDGE.isalnum()

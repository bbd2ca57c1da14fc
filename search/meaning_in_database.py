"""What a plain question means, in terms of the database, while the index does not answer.

A grade, a subject, a kind, a language and a school are columns of a record; other expressions, and names of subjects
and grades, are looked for in its title. Every group of terms must hold, and what remains of the question must stand in
the title.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from repository.collation import ignoring_diacritics
from repository.models import Resource
from search.meaning import Meaning, Phrase, Term, Value
from search.plain_questions.meant import title_phrases
from search.query import Query

LISTS = {"subject": "subjects", "grade": "grades", "language": "languages"}  # columns that hold a JSON array
COLUMNS = {"kind": "kind", "school": "owner__code"}
AS_TEXT = {f"{column}_text": Cast(column, TextField()) for column in LISTS.values()}

Words = Sequence[str]  # the folded words of a title


def with_columns(resources: QuerySet[Resource]) -> QuerySet[Resource]:
    """Return the resources with the columns that `may_mean` compares."""
    return resources.alias(**AS_TEXT)


def may_mean(query: Query) -> Q:
    """Return a condition that every resource meets which `means` what is asked. The question has a meaning."""
    groups = (_any(_term(term, query.meaning) for term in group) for group in query.meaning.groups())
    return reduce(and_, (*groups, *(has_words(words) for words in _remaining(query))))


def means(query: Query, values: Mapping[str, set[str]], titles: Iterable[Words]) -> bool:
    """Return whether a resource with these values of facets, and a title in these readings, is what is asked for."""
    readings = list(titles)
    groups = (any(_holds(term, query.meaning, values, readings) for term in group) for group in query.meaning.groups())
    rest = query.meaning.words
    return (
        all(groups)
        and any(set(rest) <= set(words) for words in readings)
        and all(_in_title(unit.folded, readings) for unit in query.units if unit.quoted)
    )


def is_named(query: Query, title: Words) -> bool:
    """Return whether the title says so itself: "Toán 6", or the words that remain."""
    if rest := query.meaning.words:
        return set(rest) <= set(title)
    return any(has_phrase(title, phrase) for phrase in title_phrases(query.meaning))


def has_words(folded: Iterable[str]) -> Q:
    """Return the condition that a title contains the words."""
    return reduce(and_, (Q(sort_title__regex=ignoring_diacritics(word)) for word in folded))


def has_phrase(words: Words, phrase: Words) -> bool:
    """Return whether the words of a phrase stand side by side."""
    return any(tuple(words[start : start + len(phrase)]) == tuple(phrase) for start in range(len(words)))


def _term(term: Term, meaning: Meaning) -> Q:
    in_titles = (has_words(phrase) for phrase in _phrases(term, meaning))
    return _any((*(_has_value(value) for value in _values(term)), *in_titles))


def _holds(term: Term, meaning: Meaning, values: Mapping[str, set[str]], readings: Iterable[Words]) -> bool:
    has_value = any(value in values.get(facet, ()) for facet, value in _values(term))
    return has_value or any(_in_title(phrase, readings) for phrase in _phrases(term, meaning))


def _values(term: Term) -> tuple[Value, ...]:
    return (*term.values, *term.near_values)


def _phrases(term: Term, meaning: Meaning) -> Iterable[Phrase]:
    """Return what says so in a title: a record without the facet may be named so."""
    named = title_phrases(meaning) if term.facet == "grade" else []
    return dict.fromkeys((*term.phrases, *term.near_phrases, *term.near_titles, *named))


def _has_value(value: Value) -> Q:
    facet, code = value
    if facet not in LISTS:
        return Q(**{COLUMNS[facet]: code})
    wanted = code if code.isdecimal() else f'"{code}"'
    return Q(**{f"{LISTS[facet]}_text__regex": rf"(\[| |,){re.escape(wanted)}(,|\])"})


def _remaining(query: Query) -> Iterable[Phrase]:
    """Return the words outside what is understood, and the quoted phrases."""
    rest = (query.meaning.words,) if query.meaning.words else ()
    return (*rest, *(unit.folded for unit in query.units if unit.quoted))


def _in_title(phrase: Phrase, readings: Iterable[Words]) -> bool:
    return any(has_phrase(words, phrase) for words in readings)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)

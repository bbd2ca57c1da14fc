"""Understand a search with the vocabulary and the schools of this installation."""

from collections.abc import Mapping
from dataclasses import replace

from accounts.models import School
from search.meaning import Meaning, Term
from search.plain_questions.recognition import understand
from search.plain_questions.respelling import respelt
from search.query import Query, understood_again
from search.synonyms import vocabulary


def understood(query: Query) -> Query:
    """Return the search with what its words mean; unchanged if it has none or asks for the words as typed."""
    if not query.text or query.literal or query.meaning:
        return query
    known = vocabulary()

    def meaning(text: str) -> Meaning:
        return understand(text, known, school_names)

    return understood_again(replace(query, understand=meaning, respell=lambda text: respelt(text, known, meaning)))


def school_names() -> Mapping[str, str]:
    """Return the names of all schools by code; called for questions that name a school."""
    return dict(School.objects.values_list("code", "name"))


def without_term(query: Query, term: Term) -> Query:
    """Return the search without a term of the question; the other terms keep their meaning.

    "8" is a grade beside a subject only: where a term would lose its meaning, its full name replaces what was typed.
    """
    others = [other for other in query.meaning.terms if other != term]
    shorter = _without(query.text, term, {})
    meaning = understood_again(query.asking(shorter)).meaning
    if [other.code for other in meaning.terms] == [other.code for other in others]:
        return query.asking(shorter)
    return query.asking(_without(query.text, term, {other: _full_name(other, query) for other in others}))


def _without(text: str, term: Term, names: Mapping[Term, str]) -> str:
    """Return a text without a term, with names in the place of other terms."""
    for place in sorted([term, *names], key=lambda place: place.start, reverse=True):
        text = f"{text[: place.start]} {names.get(place, '')} {text[place.end :]}"
    return " ".join(text.split())


def _full_name(term: Term, query: Query) -> str:
    if term.facet == "grade" and not term.label:
        return f"lớp {term.values[0][1]}"
    return term.label or query.text[term.start : term.end]

"""Understand a search with the vocabulary, the schools and the lessons of this installation."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from access.viewer import Viewer
from accounts.models import School
from accounts.text import is_uuid
from repository.curriculum import programme
from repository.curriculum.queries import current_lessons_for, lesson_name, lessons_for
from search.meaning import Meaning, Term
from search.plain_questions.lessons import NamedLesson, with_lesson
from search.plain_questions.recognition import understand
from search.plain_questions.respelling import respelt
from search.plain_questions.vocabulary import folded_phrases
from search.query import Query, understood_again
from search.synonyms import vocabulary

NO_LESSON = "-"  # no lesson has it


def understood(viewer: Viewer, query: Query) -> Query:
    """Return the search with what its words mean; unchanged if it has none or asks for the words as typed."""
    if not query.text or query.literal or query.meaning:
        return query
    known = vocabulary()

    @cache
    def lessons_of(subjects: tuple[str, ...], grades: tuple[str, ...]) -> tuple[NamedLesson, ...]:
        return named_lessons(viewer, subjects, grades)

    @cache
    def meaning(text: str) -> Meaning:
        return with_lesson(
            text,
            lambda part: understand(part, known, school_names),
            lambda subjects, grades: lessons_of(tuple(subjects), tuple(grades)),
        )

    return understood_again(replace(query, understand=meaning, respell=lambda text: respelt(text, known, meaning)))


def named_lessons(viewer: Viewer, subjects: Collection[str], grades: Collection[str]) -> tuple[NamedLesson, ...]:
    """Return the lessons of these subjects in these grades that the viewer sees today; no code is any."""
    rows = current_lessons_for(viewer)
    rows = rows.filter(subject__in=subjects) if subjects else rows
    rows = rows.filter(grade__in=list(map(int, grades))) if grades else rows
    series = programme().series
    names = {code: folded_phrases((*one.words, *one.names.values())) for code, one in series.items()}
    return tuple(
        NamedLesson(str(row.uuid), lesson_name(row), row.number, row.title, names.get(row.series, ())) for row in rows
    )


def with_seen_lessons(viewer: Viewer, query: Query) -> Query:
    """Return the search without the lessons of its filter that the viewer does not see; nothing is found by them."""
    chosen = query.chosen.get("lesson", ())
    if not chosen:
        return query
    seen = lessons_for(viewer).filter(uuid__in=filter(is_uuid, chosen)).values_list("uuid", flat=True)
    shown = {str(uuid) for uuid in seen}
    allowed = tuple(value for value in chosen if value in shown) or (NO_LESSON,)
    return replace(query, chosen={**query.chosen, "lesson": allowed})


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

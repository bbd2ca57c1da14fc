"""What the results screen says of a question: what was understood, what else was searched, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import School
from reading.cards import KINDS, ResourceCard, card_for, grade_name
from reading.filters import Chip
from repository.curriculum import subject_name
from repository.languages import language_name
from search.meaning import Term
from search.query import Query
from search.results import SearchResults
from search.understanding import without_term

ORDER = ("lesson", "grade", "subject", "kind")  # other parts follow as they were typed
MAX_SEARCHED = 6  # other expressions that are listed


@dataclass(frozen=True)
class PartLink:
    """A part of the question, how many resources it finds alone, and the address of that search; empty for none."""

    text: str
    total: int
    url: str


@dataclass(frozen=True)
class Understood:
    """What the screen says of a question; `literal_url` searches the words only as typed, `meant_url` their meaning."""

    chips: tuple[Chip, ...]
    also_searched: str
    literal_url: str
    meant_url: str
    left_out: str
    parts: tuple[PartLink, ...]
    near: tuple[ResourceCard, ...]


def understood_of(results: SearchResults, address: str) -> Understood:
    """Return what the screen says of the question."""
    query, lesson = results.query, results.query.meaning.lesson
    terms = (*((lesson,) if lesson else ()), *results.query.meaning.terms)
    schools = _school_names(terms)
    ordered = sorted(terms, key=lambda term: ORDER.index(term.facet) if term.facet in ORDER else len(ORDER))
    return Understood(
        chips=tuple(
            Chip(term_name(term, query, schools), f"{address}?{without_term(query, term).address()}")
            for term in ordered
        ),
        also_searched=", ".join(_also_searched(query)),
        literal_url=f"{address}?{query.asking(query.text, literal=True).address()}" if terms else "",
        meant_url=f"{address}?{query.asking(query.text).address()}" if query.literal else "",
        left_out=", ".join(f"“{text}”" for text in results.left_out),
        parts=tuple(_part_link(part.text, part.total, query, address) for part in results.parts),
        near=tuple(map(card_for, results.near)),
    )


def term_name(term: Term, query: Query, schools: Mapping[str, str]) -> str:
    """Return a part of the question in the reader's language; with several values, as the table of synonyms has it."""
    if term.facet == "lesson":
        return term.label
    names = [_value_name(facet, value, schools) for facet, value in term.values]
    if len(names) == 1:
        return capfirst(names[0])
    if term.label and (get_language() == "vi" or not names or len(names) > 2):
        return capfirst(term.label)
    return capfirst((" " + _("or") + " ").join(names)) if names else query.text[term.start : term.end]


def _value_name(facet: str, value: str, schools: Mapping[str, str]) -> str:
    if facet == "grade":
        return grade_name(value)
    if facet == "language":
        return language_name(value)
    if facet == "subject":
        return subject_name(value)
    names: Mapping[str, object] = KINDS if facet == "kind" else schools
    return str(names.get(value, value))


def _school_names(terms: tuple[Term, ...]) -> Mapping[str, str]:
    codes = [code for term in terms for code in term.values_of("school")]
    return dict(School.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _also_searched(query: Query) -> list[str]:
    typed = {query.text[term.start : term.end].lower() for term in query.meaning.terms}
    searched = [text for term in query.meaning.terms for text in term.searched if text.lower() not in typed]
    return sorted(dict.fromkeys(searched), key=str.isascii)[:MAX_SEARCHED]  # Vietnamese before English


def _part_link(text: str, total: int, query: Query, address: str) -> PartLink:
    return PartLink(text, total, f"{address}?{replace(query.asking(text), chosen={}).address()}" if total else "")

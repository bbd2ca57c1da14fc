"""The conditions of a question's meaning, between those of its words: what literally holds the words stands first."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from search.conditions import Condition, HasWord, either, every
from search.meaning import Meaning, Phrase, Term
from search.query import Query, Unit
from search.ranking import MatchField, MatchForm, MatchSpelling, RankedCondition, Tier, folded_phrase, folded_words


def with_meaning(query: Query, literal: tuple[RankedCondition, ...]) -> tuple[RankedCondition, ...]:
    """Insert the meaning after words in the record and phrases anywhere, before words scattered over a page.

    What is linked to a lesson that is named stands first of all.
    """
    if not query.meaning:
        return literal
    lesson = query.meaning.lesson
    scattered = [r for r in literal if r.tier.field == MatchField.INSIDE and r.tier.form != MatchForm.PHRASE]
    first = [ranked for ranked in literal if ranked not in scattered]
    if lesson is None:
        return (*first, *_meant(query), *scattered)
    linked = either(HasWord(facet, value) for facet, value in lesson.values)
    tier = Tier(MatchForm.LESSON, MatchSpelling.EXACT, MatchField.RECORD)
    return (RankedCondition(tier, linked), *first, *_with_linked(_meant(query), linked), *scattered)


def title_phrases(meaning: Meaning) -> list[Phrase]:
    """Return the phrases that stand in titles of what is asked for: Toán 6, or Toán if no grade is named."""
    grades = [(grade,) for grade in meaning.of("grade")]
    names = [name for term in meaning.terms for name in term.title_names]
    links: list[Phrase] = [(), ("lop",), ("grade",)]
    if not grades:
        return names
    return [(*name, *link, *grade) for name in names for link in links for grade in grades]


def _with_linked(meant: Iterable[RankedCondition], linked: Condition) -> Iterator[RankedCondition]:
    """Yield the conditions; the loosest one on records, which every one implies, holds for what is linked, too."""
    for ranked in meant:
        is_loosest = (ranked.tier.form, ranked.tier.field) == (MatchForm.NEAR_MEANING, MatchField.RECORD)
        yield replace(ranked, condition=either([ranked.condition, linked])) if is_loosest else ranked


def _meant(query: Query) -> Iterator[RankedCondition]:
    meaning, units = query.meaning, _units(query)
    equal = [_group(group, meaning, near=False) for group in meaning.groups()]
    near = [_group(group, meaning, near=True) for group in meaning.groups()]
    titles = title_phrases(meaning)
    if units:
        in_title = [folded_phrase(MatchField.TITLE, units)]
    else:
        in_title = [either(_has(MatchField.TITLE, phrase) for phrase in titles)] if titles else []
    if in_title:
        yield _ranked(MatchForm.MEANING, MatchField.TITLE, every([*equal, *in_title]))
    for form, groups in ((MatchForm.MEANING, equal), (MatchForm.NEAR_MEANING, near)):
        in_record = [folded_words(MatchField.RECORD, units)] if units else []
        yield _ranked(form, MatchField.RECORD, every([*groups, *in_record]))
        if units:
            inside = folded_words(MatchField.INSIDE, units)
            yield _ranked(form, MatchField.INSIDE, inside, within=every(groups))


def _ranked(
    form: MatchForm, field: MatchField, condition: Condition, *, within: Condition | None = None
) -> RankedCondition:
    return RankedCondition(Tier(form, MatchSpelling.FOLDED, field), condition, within)


def _units(query: Query) -> tuple[Unit, ...]:
    """Return what remains of the question: quoted phrases, and the words that name nothing."""
    quoted = tuple(unit for unit in query.units if unit.quoted)
    rest = tuple(token.exact for token in query.meaning.rest)
    return (*quoted, Unit(rest, quoted=False)) if rest else quoted


def _group(group: Iterable[Term], meaning: Meaning, *, near: bool) -> Condition:
    return either(condition for term in group for condition in _term(term, meaning, near=near))


def _term(term: Term, meaning: Meaning, *, near: bool) -> Iterator[Condition]:
    for facet, value in (*term.values, *(term.near_values if near else ())):
        yield HasWord(facet, value)
    for phrase in (*term.phrases, *(term.near_phrases if near else ())):
        yield _has(MatchField.RECORD, phrase)
    if near:
        # A record without the facet may still say so in its title.
        named = title_phrases(meaning) if term.facet == "grade" else []
        for phrase in (*term.near_titles, *named):
            yield _has(MatchField.TITLE, phrase)


def _has(field: MatchField, phrase: Phrase) -> Condition:
    return folded_phrase(field, (Unit(phrase, quoted=True),))

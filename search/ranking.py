"""How words match, best first: conditions that any engine can translate, and the tiers that rank them.

Phrases rank above words apart, exact spelling above folded above similar, title above names above text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from repository.spelling import fold
from search.analysis import EDGE, pairs
from search.conditions import AtLeast, Condition, HasPhrase, HasSimilarWord, HasWord, either, every
from search.document import JOIN_WORDS, PART_FIELDS, RESOURCE_FIELDS, whole
from search.query import Query, Unit

MIN_SIMILAR_LENGTH = 3  # characters; one letter away from a shorter word is nearly any word


class MatchForm(StrEnum):
    """How the words are arranged."""

    PHRASE = "phrase"
    JOINED = "joined"  # all words, and half of the neighbouring pairs side by side
    WORDS = "words"
    LESSON = "lesson"  # what is linked to the lesson that a question names
    MEANING = "meaning"  # what a plain question means (search/plain_questions)
    NEAR_MEANING = "near meaning"  # the same with narrower and neighbouring meanings


class MatchSpelling(StrEnum):
    """How closely the spelling matches the query."""

    EXACT = "exact"
    FOLDED = "folded"
    SIMILAR = "similar"


class MatchField(StrEnum):
    """Where the words are: in a part of the record, or inside (in a page or a caption)."""

    WHOLE_TITLE = "whole_title"
    TITLE = "title"
    NAMES = "names"
    RECORD = "record"
    INSIDE = "inside"


@dataclass(frozen=True)
class Tier:
    """The rank class of a hit, the same on every engine."""

    form: MatchForm
    spelling: MatchSpelling
    field: MatchField


@dataclass(frozen=True)
class RankedCondition:
    """A tier, and the condition that a resource (for INSIDE: a part) must meet to reach it.

    `within`: the condition that the resource of the part must meet too.
    """

    tier: Tier
    condition: Condition
    within: Condition | None = None


INDEX_FIELDS = {
    MatchField.WHOLE_TITLE: "whole",
    MatchField.TITLE: "title",
    MatchField.NAMES: "names",
    MatchField.RECORD: "all",
    MatchField.INSIDE: "text",
}
FIELDS_OF_FORM = {
    MatchForm.PHRASE: tuple(MatchField),
    MatchForm.JOINED: (MatchField.RECORD, MatchField.INSIDE),
    MatchForm.WORDS: (MatchField.TITLE, MatchField.RECORD, MatchField.INSIDE),
}
INDEXED = RESOURCE_FIELDS.keys() | PART_FIELDS.keys()


def ranked_conditions(query: Query) -> tuple[RankedCondition, ...]:
    """Return every way in which the words as typed may match, best first; empty for a query without words."""
    units = query.units
    return tuple(
        RankedCondition(Tier(form, spelling, field), _condition(form, spelling, field, units))
        for form in _forms(units)
        for spelling, field in _order(units, FIELDS_OF_FORM[form])
        if field != MatchField.WHOLE_TITLE or len(units) == 1
    )


def fuzzy_conditions(query: Query) -> tuple[RankedCondition, ...]:
    """Return the conditions with loose words one edit away, for a query without exact matches; may be empty."""
    units = query.units
    loose = next((unit for unit in units if not unit.quoted), None)
    if loose is None or not _changeable(loose):
        return ()
    quoted = [unit for unit in units if unit.quoted]
    forms = [MatchForm.PHRASE] if len(loose.words) == 1 else [MatchForm.PHRASE, MatchForm.WORDS]
    return tuple(
        RankedCondition(Tier(form, MatchSpelling.SIMILAR, field), _similar(form, field, loose, quoted))
        for form in forms
        for field in (MatchField.TITLE, MatchField.NAMES, MatchField.RECORD, MatchField.INSIDE)
    )


def folded_words(field: MatchField, units: tuple[Unit, ...]) -> Condition:
    """Return the condition that a field has all words of the units, ignoring diacritics."""
    return _condition(MatchForm.WORDS, MatchSpelling.FOLDED, field, units)


def folded_phrase(field: MatchField, units: tuple[Unit, ...]) -> Condition:
    """Return the condition that a field has the words of each unit side by side, ignoring diacritics."""
    return _condition(MatchForm.PHRASE, MatchSpelling.FOLDED, field, units)


def boosts(query: Query) -> tuple[HasWord, ...]:
    """Return the words that order records of the same tier: more and rarer matches rank higher."""
    readings = [reading for unit in query.units for reading in unit.readings]
    exact = dict.fromkeys(word for reading in readings for word in reading.words)
    folded = dict.fromkeys(word for reading in readings for word in reading.folded)
    neighbours = dict.fromkeys(pair for reading in readings for pair in pairs(reading.folded))
    return (
        *(HasWord("all_exact", word) for word in exact),
        *(HasWord("title_folded", word) for word in folded),
        *(HasWord("all_folded_pairs", pair) for pair in neighbours),
    )


def is_changeable(folded: str) -> bool:
    """Return whether a word one edit away may be meant; a number is meant as typed."""
    return len(folded) >= MIN_SIMILAR_LENGTH and not any(character.isdigit() for character in folded)


def _forms(units: tuple[Unit, ...]) -> tuple[MatchForm, ...]:
    """Return the forms that differ for these units; words apart differ from a phrase only if several are loose."""
    loose = max((len(unit.words) for unit in units if not unit.quoted), default=0)  # in pieces there are most
    if not units:
        return ()
    if loose < 2:
        return (MatchForm.PHRASE,) if len(units) == 1 else (MatchForm.PHRASE, MatchForm.WORDS)
    return (MatchForm.PHRASE, MatchForm.WORDS) if loose == 2 else tuple(FIELDS_OF_FORM)


def _order(units: tuple[Unit, ...], fields: Iterable[MatchField]) -> Iterator[tuple[MatchSpelling, MatchField]]:
    """Rank the spelling first if the query has diacritics, because they are meant; else the field first."""
    spellings = (MatchSpelling.EXACT, MatchSpelling.FOLDED)
    if any(unit.words != unit.folded for unit in units):
        return product(spellings, fields)
    return ((spelling, field) for field, spelling in product(fields, spellings))


def _condition(form: MatchForm, spelling: MatchSpelling, field: MatchField, units: tuple[Unit, ...]) -> Condition:
    if form == MatchForm.PHRASE:
        return every(
            either(_phrase(field, spelling, _spelt(reading, spelling)) for reading in unit.readings) for unit in units
        )
    apart = every(either(every(_apart(form, field, spelling, reading)) for reading in unit.readings) for unit in units)
    if (form, field) != (MatchForm.WORDS, MatchField.INSIDE):
        return apart
    # A phrase over a page break does not have all its words on one page, but the loosest form must include it.
    return either([apart, _condition(MatchForm.PHRASE, spelling, field, units)])


def _apart(form: MatchForm, field: MatchField, spelling: MatchSpelling, unit: Unit) -> Iterator[Condition]:
    words, name = _spelt(unit, spelling), INDEX_FIELDS[field]
    if unit.quoted:
        yield _phrase(field, spelling, words)
        return
    yield from (HasWord(f"{name}_{spelling}", word) for word in words)
    neighbours = pairs(unit.folded)
    if form == MatchForm.JOINED and neighbours:
        yield AtLeast((len(neighbours) + 1) // 2, tuple(HasWord(f"{name}_folded_pairs", pair) for pair in neighbours))


def _spelt(unit: Unit, spelling: MatchSpelling) -> tuple[str, ...]:
    return unit.words if spelling == MatchSpelling.EXACT else unit.folded


def _phrase(field: MatchField, spelling: MatchSpelling, words: tuple[str, ...]) -> Condition:
    name = f"{INDEX_FIELDS[field]}_{spelling}"
    if field == MatchField.WHOLE_TITLE:
        return HasWord(name, whole(words))
    if field == MatchField.INSIDE:
        return either([_side_by_side(name, words), *_across_break(f"join_{spelling}", words)])
    return _side_by_side(name, words)


def _side_by_side(name: str, words: tuple[str, ...]) -> Condition:
    """Require the pairs before the phrase, because engines find a word much faster than a phrase.

    Two words in a field with pairs of the same spelling are one word of those pairs.
    """
    if len(words) == 1:
        return HasWord(name, words[0])
    pairs_name = _pairs_field(name)
    same_spelling = pairs_name.startswith(name)
    neighbours = pairs(words if same_spelling else [fold(word) for word in words])
    together = [HasWord(pairs_name, pair) for pair in dict.fromkeys(neighbours)]
    return together[0] if same_spelling and len(words) == 2 else every([*together, HasPhrase(name, words)])


def _pairs_field(name: str) -> str:
    """Return the index field of pairs in the same spelling if it exists, else the folded one."""
    base, _, _ = name.rpartition("_")
    return next(known for known in (f"{name}_pairs", f"{base}_folded_pairs") if known in INDEXED)


def _across_break(name: str, words: tuple[str, ...]) -> Iterator[Condition]:
    for cut in range(1, len(words)):
        if cut <= JOIN_WORDS and len(words) - cut <= JOIN_WORDS:
            yield HasPhrase(name, (*words[:cut], EDGE, *words[cut:]))


def _similar(form: MatchForm, field: MatchField, loose: Unit, quoted: list[Unit]) -> Condition:
    """Allow one edit in one word and require the others as typed, or allow one edit in each word of the phrase."""
    name, folded, indexes = f"{INDEX_FIELDS[field]}_folded", loose.folded, _changeable(loose)
    as_typed = [
        either(_phrase(field, MatchSpelling.FOLDED, reading.folded) for reading in unit.readings) for unit in quoted
    ]
    if len(folded) == 1:
        return every([HasSimilarWord(name, folded[0]), *as_typed])
    if form == MatchForm.PHRASE:
        changes = dict.fromkeys([*(frozenset({index}) for index in indexes), frozenset(indexes)])
        return every([either(HasPhrase(name, folded, change) for change in changes), *as_typed])
    apart = every([either(_one_changed(name, folded, index) for index in indexes), *as_typed])
    return either([apart, _similar(MatchForm.PHRASE, field, loose, quoted)])


def _one_changed(name: str, words: tuple[str, ...], changed: int) -> Condition:
    return every(
        HasSimilarWord(name, word) if index == changed else HasWord(name, word) for index, word in enumerate(words)
    )


def _changeable(unit: Unit) -> list[int]:
    """Return the indexes of the words that may be misspelt."""
    return [index for index, word in enumerate(unit.folded) if is_changeable(word)]

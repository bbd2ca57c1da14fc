"""How words match, best first, in terms that any engine can translate: conditions, and the ladder that ranks them.

Phrases stand above words that stand apart, exact spelling above folded above similar, title above names above text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from search.analysis import EDGE, pairs
from search.document import JOIN_WORDS, PART_FIELDS, RESOURCE_FIELDS, whole
from search.query import Query, Unit
from search.vietnamese import fold

MIN_SIMILAR_LENGTH = 3  # of a shorter word, one letter away is nearly anything


@dataclass(frozen=True)
class Word:
    """A field holds a word."""

    field: str
    word: str


@dataclass(frozen=True)
class Similar:
    """A field holds a word that is one letter away: another, one more, one less, or two exchanged."""

    field: str
    word: str


@dataclass(frozen=True)
class Phrase:
    """A field holds words side by side in this order; those at the places `similar` may be one letter away."""

    field: str
    words: tuple[str, ...]
    similar: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Every:
    """All conditions hold."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class AtLeast:
    """So many of the conditions hold."""

    count: int
    conditions: tuple["Condition", ...]


Condition = Word | Similar | Phrase | Every | AtLeast


class MatchForm(StrEnum):
    """How the words stand to each other."""

    PHRASE = "phrase"
    JOINED = "joined"  # all words, and half of the neighbours side by side
    WORDS = "words"


class MatchSpelling(StrEnum):
    """How near the letters are to those asked for."""

    EXACT = "exact"
    FOLDED = "folded"
    SIMILAR = "similar"


class MatchField(StrEnum):
    """Where the words stand."""

    WHOLE_TITLE = "whole_title"
    TITLE = "title"
    NAMES = "names"
    RECORD = "record"
    INSIDE = "inside"


@dataclass(frozen=True)
class Tier:
    """The class of a hit: the same on every engine."""

    form: MatchForm
    spelling: MatchSpelling
    place: MatchField


@dataclass(frozen=True)
class RankedCondition:
    """A tier, and what a resource (or, for INSIDE, a part) must hold to reach it."""

    tier: Tier
    condition: Condition


FIELDS = {
    MatchField.WHOLE_TITLE: "whole",
    MatchField.TITLE: "title",
    MatchField.NAMES: "names",
    MatchField.RECORD: "all",
    MatchField.INSIDE: "text",
}
PLACES = {
    MatchForm.PHRASE: tuple(MatchField),
    MatchForm.JOINED: (MatchField.RECORD, MatchField.INSIDE),
    MatchForm.WORDS: (MatchField.TITLE, MatchField.RECORD, MatchField.INSIDE),
}


INDEXED = RESOURCE_FIELDS.keys() | PART_FIELDS.keys()


def ranked_conditions(query: Query) -> tuple[RankedCondition, ...]:
    """Every way in which the words as typed may match, best first; empty without words."""
    units = query.units
    return tuple(
        RankedCondition(Tier(form, spelling, place), _condition(form, spelling, place, units))
        for form in _forms(units)
        for spelling, place in _order(units, PLACES[form])
        if place != MatchField.WHOLE_TITLE or len(units) == 1
    )


def fuzzy_conditions(query: Query) -> tuple[RankedCondition, ...]:
    """The same with one loose word a letter away, tried when nothing holds the words as typed; may be empty."""
    units = query.units
    loose = next((unit for unit in units if not unit.quoted), None)
    if loose is None or not _changeable(loose):
        return ()
    quoted = [unit for unit in units if unit.quoted]
    forms = [MatchForm.PHRASE] if len(loose.words) == 1 else [MatchForm.PHRASE, MatchForm.WORDS]
    return tuple(
        RankedCondition(Tier(form, MatchSpelling.SIMILAR, place), _similar(form, place, loose, quoted))
        for form in forms
        for place in (MatchField.TITLE, MatchField.NAMES, MatchField.RECORD, MatchField.INSIDE)
    )


def weights(query: Query) -> tuple[Word, ...]:
    """What decides between records of the same tier: the more and the rarer of these, the better."""
    loose = [word for unit in query.units for word in unit.words]
    folded = [word for unit in query.units for word in unit.folded]
    joined = [pair for unit in query.units for pair in pairs(unit.folded)]
    return (
        *(Word("all_exact", word) for word in loose),
        *(Word("title_folded", word) for word in folded),
        *(Word("all_folded_pairs", pair) for pair in joined),
    )


def either(conditions: Iterable[Condition]) -> Condition:
    """At least one of the conditions holds."""
    found = tuple(conditions)
    return found[0] if len(found) == 1 else AtLeast(1, found)


def every(conditions: Iterable[Condition]) -> Condition:
    """All of the conditions hold."""
    found = tuple(conditions)
    return found[0] if len(found) == 1 else Every(found)


def _forms(units: tuple[Unit, ...]) -> tuple[MatchForm, ...]:
    """Words that stand apart are another form only where there are several loose ones."""
    loose = max((len(unit.words) for unit in units if not unit.quoted), default=0)
    if not units:
        return ()
    if loose < 2:
        return (MatchForm.PHRASE,) if len(units) == 1 else (MatchForm.PHRASE, MatchForm.WORDS)
    return (MatchForm.PHRASE, MatchForm.WORDS) if loose == 2 else tuple(MatchForm)


def _order(units: tuple[Unit, ...], places: Iterable[MatchField]) -> Iterator[tuple[MatchSpelling, MatchField]]:
    """Who types marks means them: spelling first. Who types none means any: the place first."""
    spellings = (MatchSpelling.EXACT, MatchSpelling.FOLDED)
    if any(unit.words != unit.folded for unit in units):
        return product(spellings, places)
    return ((spelling, place) for place, spelling in product(places, spellings))


def _condition(form: MatchForm, spelling: MatchSpelling, place: MatchField, units: tuple[Unit, ...]) -> Condition:
    if form == MatchForm.PHRASE:
        return every(_phrase(place, spelling, _spelt(unit, spelling)) for unit in units)
    apart = every(part for unit in units for part in _apart(form, place, spelling, unit))
    if (form, place) != (MatchForm.WORDS, MatchField.INSIDE):
        return apart
    # A phrase over a page break does not have all its words on one page: the loosest way takes it in, too.
    return either([apart, _condition(MatchForm.PHRASE, spelling, place, units)])


def _apart(form: MatchForm, place: MatchField, spelling: MatchSpelling, unit: Unit) -> Iterator[Condition]:
    found, field = _spelt(unit, spelling), FIELDS[place]
    if unit.quoted:
        yield _phrase(place, spelling, found)
        return
    yield from (Word(f"{field}_{spelling}", word) for word in found)
    neighbours = pairs(unit.folded)
    if form == MatchForm.JOINED:
        yield AtLeast((len(neighbours) + 1) // 2, tuple(Word(f"{field}_folded_pairs", pair) for pair in neighbours))


def _spelt(unit: Unit, spelling: MatchSpelling) -> tuple[str, ...]:
    return unit.words if spelling == MatchSpelling.EXACT else unit.folded


def _phrase(place: MatchField, spelling: MatchSpelling, words: tuple[str, ...]) -> Condition:
    field = f"{FIELDS[place]}_{spelling}"
    if place == MatchField.WHOLE_TITLE:
        return Word(field, whole(words))
    if place == MatchField.INSIDE:
        return either([_side_by_side(field, words), *_across_break(f"seam_{spelling}", words)])
    return _side_by_side(field, words)


def _side_by_side(field: str, words: tuple[str, ...]) -> Condition:
    """Two syllables are one word of the pairs, and more are looked for only where their pairs are.

    Engines find a word much sooner than a phrase.
    """
    if len(words) == 1:
        return Word(field, words[0])
    field_of_pairs = _field_of_pairs(field)
    same_spelling = field_of_pairs.startswith(field)
    neighbours = pairs(words if same_spelling else [fold(word) for word in words])
    together = [Word(field_of_pairs, pair) for pair in dict.fromkeys(neighbours)]
    return together[0] if same_spelling and len(words) == 2 else every([*together, Phrase(field, words)])


def _field_of_pairs(field: str) -> str:
    """The pairs in the same spelling where the index has them, else those without marks."""
    name, _, _ = field.rpartition("_")
    return next(known for known in (f"{field}_pairs", f"{name}_folded_pairs") if known in INDEXED)


def _across_break(field: str, words: tuple[str, ...]) -> Iterator[Condition]:
    for cut in range(1, len(words)):
        if cut <= JOIN_WORDS and len(words) - cut <= JOIN_WORDS:
            yield Phrase(field, (*words[:cut], EDGE, *words[cut:]))


def _similar(form: MatchForm, place: MatchField, loose: Unit, quoted: list[Unit]) -> Condition:
    """One word a letter away and the others as typed, or all of them a letter away side by side."""
    field, folded, places = f"{FIELDS[place]}_folded", loose.folded, _changeable(loose)
    quoted_conditions = [_phrase(place, MatchSpelling.FOLDED, unit.folded) for unit in quoted]
    if len(folded) == 1:
        return every([Similar(field, folded[0]), *quoted_conditions])
    if form == MatchForm.PHRASE:
        changes = dict.fromkeys([*(frozenset({at}) for at in places), frozenset(places)])
        return every([either(Phrase(field, folded, change) for change in changes), *quoted_conditions])
    apart = every([either(_one_changed(field, folded, at) for at in places), *quoted_conditions])
    return either([apart, _similar(MatchForm.PHRASE, place, loose, quoted)])


def _one_changed(field: str, words: tuple[str, ...], changed: int) -> Condition:
    return every(Similar(field, word) if at == changed else Word(field, word) for at, word in enumerate(words))


def _changeable(unit: Unit) -> list[int]:
    """Places of words that may be misspelt; a number is meant as it is typed."""
    return [at for at, word in enumerate(unit.folded) if is_changeable(word)]


def is_changeable(folded: str) -> bool:
    """Whether a word one letter away may be meant as well."""
    return len(folded) >= MIN_SIMILAR_LENGTH and not any(character.isdigit() for character in folded)

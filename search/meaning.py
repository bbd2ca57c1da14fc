"""What a question names: terms that act as what they mean, and the words that remain."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from search.analysis import Token

Value = tuple[str, str]  # a facet and one of its values
Phrase = tuple[str, ...]  # folded words


@dataclass(frozen=True)
class Term:
    """A part `text[start:end]` of a question that acts as what it means.

    A resource meets it with one of `values`, or with one of `phrases` in its record. It meets it less well with one of
    `near_values`, with one of `near_phrases` in its record, or with one of `near_titles` in its title. `title_names`
    are the names that stand in titles before a grade ("Toán 6"); `label` names terms without values.
    """

    start: int
    end: int
    label: str = ""
    values: tuple[Value, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    near_values: tuple[Value, ...] = ()
    near_phrases: tuple[Phrase, ...] = ()
    near_titles: tuple[Phrase, ...] = ()
    title_names: tuple[Phrase, ...] = ()
    searched: tuple[str, ...] = ()  # the other expressions that are searched, as a person writes them

    @property
    def facet(self) -> str:
        """The first facet of its values; empty for a term that only stands for other words."""
        return self.values[0][0] if self.values else ""

    def values_of(self, facet: str) -> tuple[str, ...]:
        """Return the values of a facet."""
        return tuple(value for name, value in self.values if name == facet)

    @property
    def code(self) -> str:
        """A short form: `grade:6`, `kind:book+textbook`, `words:đề-thi`."""
        if not self.values:
            return f"words:{self.label.replace(' ', '-')}"
        facets = sorted({facet for facet, _ in self.values})
        return "/".join(f"{facet}:{'+'.join(self.values_of(facet))}" for facet in facets)


@dataclass(frozen=True)
class Meaning:
    """What was understood of a question: its terms in their order, and the words outside them, without fillers.

    `lesson`: the lesson that some words of the rest name. What is linked to it comes first; the terms and the rest find
    the others.
    """

    terms: tuple[Term, ...] = ()
    rest: tuple[Token, ...] = ()
    lesson: Term | None = None

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def words(self) -> Phrase:
        """The folded words that remain."""
        return tuple(token.folded for token in self.rest)

    @property
    def codes(self) -> frozenset[str]:
        """The short forms of its terms."""
        return frozenset(term.code for term in self.terms)

    @property
    def phrases(self) -> Iterable[Phrase]:
        """The expressions that its terms stand for."""
        return (phrase for term in self.terms for phrase in (*term.phrases, *term.near_phrases))

    def groups(self) -> list[tuple[Term, ...]]:
        """Return the terms by facet: a resource meets one of each group; terms for other words stand alone."""
        by_facet: dict[str, tuple[Term, ...]] = {}
        for number, term in enumerate(self.terms):
            key = term.facet or str(number)
            by_facet[key] = (*by_facet.get(key, ()), term)
        return list(by_facet.values())

    def of(self, facet: str) -> list[str]:
        """Return the values of a facet that are named."""
        return [value for term in self.terms for value in term.values_of(facet)]


NOTHING = Meaning()

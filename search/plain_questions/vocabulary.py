"""The vocabulary of plain questions: expressions of school language, and what each of them means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from search.analysis import Token, tokens
from search.meaning import Phrase, Value


class Needs(Enum):
    """Where an expression must stand to act as what it means: short ones are also parts of other words."""

    NOTHING = auto()
    NOTHING_BEFORE = auto()  # no unknown word directly before it: "toán", but not "bài toán"
    NEIGHBOUR = auto()  # between parts that are understood: "văn 9", but not "văn hoá"


@dataclass(frozen=True)
class Entry:
    """A row of the table of synonyms: expressions that mean the same, and what they mean.

    `short` expressions act only beside other parts that are understood. `near` expressions and `near_values` are found
    too and weigh less.
    """

    words: tuple[str, ...]
    short: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    near: tuple[str, ...] = ()
    near_values: tuple[Value, ...] = ()

    @property
    def name(self) -> str:
        """The first expression."""
        return (*self.words, *self.short)[0]

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The expressions as folded words, without short ones, which are parts of other words, if there are others."""
        return folded_phrases(self.words or self.short)


@dataclass(frozen=True)
class Match:
    """An expression at a place of the question; `length` in words."""

    entry: Entry
    length: int
    needs: Needs


Words = tuple[Token, ...]
Expression = tuple[Words, Entry, Needs]


@dataclass(frozen=True)
class Vocabulary:
    """All expressions, by their first folded word, the longest first."""

    by_first: Mapping[str, tuple[Expression, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Vocabulary":
        """Return the vocabulary of the entries; an expression of several entries belongs to the first."""
        by_first = defaultdict[str, list[Expression]](list)
        known = set[Phrase]()
        for entry in entries:
            for expression, needs in _expressions(entry):
                spelt = tuple(token.exact for token in expression)
                if spelt not in known:
                    known.add(spelt)
                    by_first[expression[0].folded].append((expression, entry, needs))
        return cls({first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()})

    @cached_property
    def containing(self) -> Mapping[str, Sequence[tuple[int, Words]]]:
        """The expressions of several words by each of their folded words, with the place of the word."""
        found = defaultdict[str, list[tuple[int, Words]]](list)
        for words in self._all:
            for place, word in enumerate(words if len(words) > 1 else ()):
                found[word.folded].append((place, words))
        return dict(found)

    @cached_property
    def single(self) -> Mapping[str, Sequence[Words]]:
        """The expressions of one word by the folded word."""
        found = defaultdict[str, list[Words]](list)
        for words in self._all:
            if len(words) == 1:
                found[words[0].folded].append(words)
        return dict(found)

    @property
    def _all(self) -> Iterable[Words]:
        return (words for rows in self.by_first.values() for words, _entry, _needs in rows)

    def match(self, typed: list[Token], at: int) -> Match | None:
        """Return the longest expression that begins at a word; of several, the one that is written the same way."""
        best: Match | None = None
        for expression, entry, needs in self.by_first.get(typed[at].folded, ()):
            if best is not None and len(expression) < best.length:
                break
            there = typed[at : at + len(expression)]
            if len(there) != len(expression) or not all(map(same_word, there, expression)):
                continue
            if all(word.exact == known.exact for word, known in zip(there, expression, strict=True)):
                return Match(entry, len(expression), needs)
            best = best or Match(entry, len(expression), needs)
        return best


def folded_phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    """Return each text as folded words, without duplicates."""
    return tuple(dict.fromkeys(phrase for text in texts if (phrase := tuple(t.folded for t in tokens(text)))))


def same_word(typed: Token, known: Token) -> bool:
    """Return whether a typed word is a known one: marks that were typed are meant."""
    return typed.exact == known.exact or typed.exact == typed.folded == known.folded


def _expressions(entry: Entry) -> Iterable[tuple[tuple[Token, ...], Needs]]:
    for text in entry.words:
        if expression := tuple(tokens(text)):
            is_syllable = len(expression) == 1 and expression[0].exact != expression[0].folded
            yield expression, Needs.NOTHING_BEFORE if is_syllable else Needs.NOTHING
    for text in entry.short:
        if expression := tuple(tokens(text)):
            yield expression, Needs.NEIGHBOUR

"""Conditions on documents, which each engine translates."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class HasWord:
    """A field contains a word."""

    field: str
    word: str


@dataclass(frozen=True)
class HasSimilarWord:
    """A field contains a word that is one edit away: a letter replaced, added, missing, or two letters swapped."""

    field: str
    word: str


@dataclass(frozen=True)
class HasPhrase:
    """A field contains words side by side in this order; words at the indexes `similar` may be one edit away."""

    field: str
    words: tuple[str, ...]
    similar: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Every:
    """All conditions hold."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class AtLeast:
    """At least `count` of the conditions hold."""

    count: int
    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class Keys:
    """The key of the document is one of these."""

    keys: frozenset[str]


Condition = HasWord | HasSimilarWord | HasPhrase | Every | AtLeast | Keys


def either(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that at least one of the conditions holds."""
    alternatives = tuple(conditions)
    return alternatives[0] if len(alternatives) == 1 else AtLeast(1, alternatives)


def every(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that all of the conditions hold."""
    required = tuple(conditions)
    return required[0] if len(required) == 1 else Every(required)

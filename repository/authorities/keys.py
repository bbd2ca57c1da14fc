"""The keys by which forms of a heading meet: without case and punctuation, in one spelling, persons in direct order."""

import re
from collections.abc import Iterable

from accounts.text import nfc
from repository.authorities.names import direct_readings, split_dates
from repository.letters import fold
from repository.spelling import spell

MAX_KEY = 300  # characters
_WORD = re.compile(r"[^\W_]+")
PERSON = "person"


def exact_key(text: str) -> str:
    """Return the words of a text in their normal spelling, with diacritics: hoà = hòa, mỹ = mĩ."""
    return " ".join(spell(word) for word in _WORD.findall(nfc(text)))[:MAX_KEY]


def folded_key(text: str) -> str:
    """Return the same without diacritics."""
    return fold(exact_key(text))


def readings(kind: str, text: str) -> tuple[str, ...]:
    """Return the texts under which a form can be entered: names of persons in direct order, without dates."""
    return direct_readings(split_dates(text)[0]) if kind == PERSON else (text,)


def stored_key(kind: str, text: str) -> str:
    """Return the folded key that the database keeps for a heading or a variant: of its likeliest reading."""
    return folded_key(readings(kind, text)[0])


def folded_keys(kind: str, text: str) -> frozenset[str]:
    """Return the folded keys of every reading of a form; none for a text without words."""
    return frozenset(key for reading in readings(kind, text) if (key := folded_key(reading)))


def is_spelt_alike(kind: str, form: str, other: str) -> bool:
    """Return whether two forms are one, diacritics included."""
    return bool(_exact(kind, form) & _exact(kind, other))


def is_same(kind: str, form: str, other: str) -> bool:
    """Return whether two forms are one: in spelling; without regard to diacritics if one of them has none at all."""
    mine, theirs = _exact(kind, form), _exact(kind, other)
    if mine & theirs:
        return True
    unmarked = all(fold(key) == key for key in mine) or all(fold(key) == key for key in theirs)
    return unmarked and bool(_folded(mine) & _folded(theirs))


def _exact(kind: str, text: str) -> frozenset[str]:
    return frozenset(key for reading in readings(kind, text) if (key := exact_key(reading)))


def _folded(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(key) for key in keys)

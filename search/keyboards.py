"""Words typed by the rules of Telex or VNI while the Vietnamese keyboard was off: dieenj or d9ie6n5 for điện.

Libraries considered: bogo implements both, but had its last release in 2014.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from repository.spelling import spell

CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
ACUTE, GRAVE, HOOK, TILDE, DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
# Vowels of Vietnamese syllables, without tones.
ONE = "a ă â e ê i o ô ơ u ư y"
TWO = "ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ uê ui uô uơ uy ưa ươ ưi ưu yê"
THREE = "iêu yêu oai oao oay oeo uao uây uôi uya uyê uyu ươi ươu"
NUCLEI = frozenset(f"{ONE} {TWO} {THREE}".split())
SYLLABLE = re.compile(
    r"(ngh|gi(?=[aăâeêioôơuưy])|gi|qu|kh|ng|nh|ph|th|tr|ch|gh|[bcdđghklmnprstvx])?([aăâeêioôơuưy]*)(ch|ng|nh|[cmnpt])?"
)
VOWELS = frozenset("aeiouyăâêôơư")


@dataclass(frozen=True)
class Keyboard:
    """The keys of the tones; and the keys of other marks, with the letters that each changes, in order of preference.

    `bare`: the letter that a key of a mark types if no letter before it can take the mark.
    """

    tones: Mapping[str, str]
    marks: Mapping[str, tuple[tuple[str, str], ...]]
    bare: Mapping[str, str]


HORNED = (("uo", "ươ"), ("ua", "ưa"))
TELEX = Keyboard(
    tones={"s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT, "z": ""},
    marks={
        "a": (("a", "â"),),
        "e": (("e", "ê"),),
        "o": (("o", "ô"),),
        "d": (("d", "đ"),),
        "w": (*HORNED, ("a", "ă"), ("o", "ơ"), ("u", "ư")),
    },
    bare={"w": "ư"},
)
VNI = Keyboard(
    tones={"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT, "0": ""},
    marks={
        "6": (("a", "â"), ("e", "ê"), ("o", "ô")),
        "7": (*HORNED, ("o", "ơ"), ("u", "ư")),
        "8": (("a", "ă"),),
        "9": (("d", "đ"),),
    },
    bare={},
)
KEYBOARDS = (TELEX, VNI)


def as_typed_on(keyboard: Keyboard, word: str) -> str:
    """Return the syllable that the keys make in its normal spelling; the word itself if they make none."""
    letters, tone, changed = "", "", False
    for key in word.lower():
        if key in keyboard.tones and VOWELS.intersection(letters):
            tone, changed = keyboard.tones[key], True
        elif key in keyboard.marks and (marked := _marked(letters, keyboard, key)):
            letters, changed = marked, True
        else:
            letters += key
    letters = re.sub("ươ$", "uơ", letters.replace("ưo", "ươ"))  # thuowr is thuở, for ươ never ends a syllable
    return spell(_with_tone(letters, tone)) if changed and _is_syllable(letters) else word


def _marked(letters: str, keyboard: Keyboard, key: str) -> str:
    """Return the letters with the mark of a key; empty if there is none that it could change."""
    for plain, marked in keyboard.marks[key]:
        before, found, after = letters.rpartition(plain)
        if found and _may_change(before, plain, after):
            return before + marked + after
    return letters + keyboard.bare[key] if key in keyboard.bare and not VOWELS.intersection(letters) else ""


def _may_change(before: str, plain: str, after: str) -> bool:
    """Return whether the mark belongs to these letters: a later vowel than them takes it, and the u of qu has none."""
    if plain == "d":
        return not before
    return not (plain[0] == "u" and before == "q") and VOWELS.isdisjoint(after[1:] if plain == "u" else after)


def _with_tone(letters: str, tone: str) -> str:
    """Put the tone on the last vowel; the normal spelling moves it."""
    last = max(at for at, letter in enumerate(letters) if letter in VOWELS)
    return unicodedata.normalize("NFC", letters[: last + 1] + tone + letters[last + 1 :])


def _is_syllable(letters: str) -> bool:
    match = SYLLABLE.fullmatch(letters)
    return match is not None and (match[2] in NUCLEI or (match[1] == "gi" and not match[2]))

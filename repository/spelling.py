"""The normal spelling of a Vietnamese word, however it was typed: NFC, lower case, one tone placement, i for y.

`spell` keeps the diacritics (hoà → hòa, mỹ → mĩ), `fold` removes them (đường → duong), one character for one. Forms of
the same letter or digit are one: H₂O and H2O, Ð (U+00D0) and Đ, Ⅳ and IV.
Libraries considered: Unidecode and PyICU remove diacritics, but turn some characters into two (ß), while highlighting
needs one for one; neither unifies tone placement or i and y.
"""

import re
import unicodedata
from functools import cache, lru_cache

from repository.letters import fold as fold

# huyền, hỏi, ngã, sắc, nặng
TONES = "\u0300\u0309\u0303\u0301\u0323"
VOWELS = "aăâeêioôơuưy"
SHAPED = "ăâêôơư"  # a vowel with a diacritic of its own carries the tone

SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|nh|ch|gh|gi(?=[aăâeêioôơuưy])|kh|ph|qu(?=[aăâeêiơoy])|th|tr|[bcdđghklmnprstvx])?"
    rf"(?P<vowels>[{VOWELS}]{{1,3}})"
    r"(?P<coda>ch|ng|nh|[cmnpt])?"
)
# After these onsets, the spelling of the 2018 curriculum and the older one differ only in i or y: mĩ thuật, mỹ thuật.
SAME_AFTER = {"h", "k", "l", "m", "s", "t", "qu"}
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
LOOKALIKES = {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ", ord("ɖ"): "đ"}  # eth and African d, typed for đ
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
UNIT_POWER = re.compile(f"(?<![0-9{SUPERSCRIPTS}])[{SUPERSCRIPTS}]+")  # m² is m2, but 10³ is not 103
LAST_COMPATIBLE = 0x1FFFF  # Unicode has compatible forms of letters and digits below only


@cache
def same_letters() -> dict[int, str]:
    """Return the characters that are other forms of letters or digits, with what they stand for; not superscripts."""
    forms = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x80, LAST_COMPATIBLE) if _has_form(code)}
    others = {code: form for code, form in forms.items() if form.isalnum() and chr(code) not in SUPERSCRIPTS}
    return others | UNSEEN | LOOKALIKES


def _has_form(code: int) -> bool:
    return unicodedata.decomposition(chr(code)).startswith("<")


@lru_cache(maxsize=200_000)
def spell(word: str) -> str:
    """Return the word in its normal spelling, with diacritics."""
    plain = UNIT_POWER.sub(_plain_power, word) if not word.isascii() else word
    small = unicodedata.normalize("NFC", plain.translate(same_letters())).lower()
    small = unicodedata.normalize("NFC", small)
    letters, tone = _without_tone(small)
    syllable = SYLLABLE.fullmatch(letters)
    if syllable is None:
        return small
    onset, vowels, coda = syllable["onset"] or "", syllable["vowels"], syllable["coda"] or ""
    if vowels == "y" and onset in SAME_AFTER:
        vowels = "i"
    place = _tone_place(vowels, has_coda=bool(coda))
    return unicodedata.normalize("NFC", onset + vowels[: place + 1] + tone + vowels[place + 1 :] + coda)


def _plain_power(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _without_tone(word: str) -> tuple[str, str]:
    """Split letters and tone mark; return empty strings for a word with two tone marks, which is no syllable."""
    marks = [mark for mark in unicodedata.normalize("NFD", word) if mark in TONES]
    if len(marks) > 1:
        return "", ""
    letters = "".join(mark for mark in unicodedata.normalize("NFD", word) if mark not in TONES)
    return unicodedata.normalize("NFC", letters), "".join(marks)


def _tone_place(vowels: str, *, has_coda: bool) -> int:
    """Return the index of the vowel that carries the tone, by the older rule (hòa, thúy, khỏe).

    Any rule serves, as long as it is always the same.
    """
    shaped = [place for place, vowel in enumerate(vowels) if vowel in SHAPED]
    if shaped:
        return shaped[-1]
    if has_coda:
        return len(vowels) - 1
    return 0 if len(vowels) < 3 else 1


def is_syllable(word: str) -> bool:
    """Return whether the word has the form of one Vietnamese syllable, with or without diacritics."""
    letters, _tone = _without_tone(unicodedata.normalize("NFC", word).lower())
    return SYLLABLE.fullmatch(letters) is not None

"""Vietnamese dictionary order as text that every database sorts right: syllable by syllable, letters before tones.

Source of the order: Vũ Xuân Lương, Vietnam Lexicography Centre. ICU compares whole strings level by level and puts
`hải lý` before `hai mươi`; dictionaries do not. PyICU was therefore no alternative.
"""

import re
import unicodedata
from functools import lru_cache

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {
    "\u0300": "1",
    "\u0309": "2",
    "\u0303": "3",
    "\u0301": "4",
    "\u0323": "5",
}  # huyền hỏi ngã sắc nặng
SHAPES = {"\u0306", "\u0302", "\u031b"}  # the marks that make ă, â ê ô, ơ ư
RANK = {letter: f"{number:02d}" for number, letter in enumerate(LETTERS, start=10)}
LETTER_OF = {rank: letter for letter, rank in RANK.items()}
ALIKE = {"a": "aăâ", "d": "dđ", "e": "eê", "o": "oôơ", "u": "uư", "i": "iy", "y": "iy"}
SYLLABLE = re.compile(r"\w+")
ETH = "ð"  # U+00F0, typed for đ because its capital looks the same


def sort_key(text: str) -> str:
    """Return a key of ASCII characters: for each syllable its letters, then its tones, then its capitals."""
    syllables = SYLLABLE.findall(unicodedata.normalize("NFC", text))
    return " ".join(_syllable_key(syllable) for syllable in syllables)


def first_letter(key: str) -> str:
    """Return the letter under which a title with this key stands, “0” for digits; empty for what is no letter here."""
    if key[:1] in ("!", "0"):
        return "0"
    return LETTER_OF.get(key[:2], "")


def given_name_key(name: str) -> str:
    """Return the key that sorts people by given name, then by family and middle names."""
    *before, given = name.split() or [""]
    return sort_key(" ".join([given, *before]))


def _number_key(digits: str) -> str:
    """Sort numbers by value, before all letters: volume 2 before volume 10."""
    plain = str(int(digits))
    return f"!{len(plain):03d}{plain}"


@lru_cache(maxsize=50_000)
def _syllable_key(syllable: str) -> str:
    if syllable.isdecimal():
        return _number_key(syllable)
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", syllable.lower().replace(ETH, "đ")):
        if character in TONES:
            tones[-1:] = [TONES[character]]
        elif character in SHAPES and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + character)
        elif not unicodedata.combining(character):
            letters.append(character)
            tones.append("0")
    capitals = "".join("1" if character.isupper() else "0" for character in unicodedata.normalize("NFC", syllable))
    ranked = "".join(
        RANK.get(letter, f"~{ord(letter):06x}" if not letter.isdigit() else f"0{letter}") for letter in letters
    )
    return f"{ranked}!{''.join(tones)}!{capitals}"


def ignoring_diacritics(word: str) -> str:
    """Return a regular expression that finds this word in sort keys whatever its marks and capitals.

    `word` has no marks; i and y count as the same letter.
    """
    if word.isdecimal():
        return rf"(^| ){re.escape(_number_key(word))}( |$)"
    return f"(^| ){''.join(_any_mark(letter) for letter in word.lower())}!"


def _any_mark(letter: str) -> str:
    if letter.isdigit():
        return f"0{letter}"
    ranks = [RANK[marked] for marked in ALIKE.get(letter, letter) if marked in RANK]
    return f"({'|'.join(ranks)})" if ranks else f"~{ord(letter):06x}"

"""Letters without diacritics, as people type them in a hurry: names are compared by them on lists and in the index."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"\w+")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return the text without diacritics and with d for đ; as many characters as its NFC form has letters."""
    return "".join(_plain(character) for character in unicodedata.normalize("NFC", text))


def _plain(character: str) -> str:
    if character in "đĐ":
        return "d" if character == "đ" else "D"
    return "" if unicodedata.combining(character) else unicodedata.normalize("NFD", character)[0]


def plain(text: str) -> str:
    """Return the words of a text as names are compared: small letters without diacritics."""
    return " ".join(WORD.findall(fold(text).lower()))


def has_words(name: str, words: str) -> bool:
    """Return whether each of the words begins a word of the name; both are `plain`."""
    return all(f" {word}" in f" {name}" for word in words.split())

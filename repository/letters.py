"""Letters without diacritics, as people type them in a hurry: names are compared by them on lists and in the index."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return the text without diacritics and with d for đ; as many characters as its NFC form has letters."""
    return "".join(_plain(character) for character in unicodedata.normalize("NFC", text))


def _plain(character: str) -> str:
    if character in "đĐ":
        return "d" if character == "đ" else "D"
    return "" if unicodedata.combining(character) else unicodedata.normalize("NFD", character)[0]

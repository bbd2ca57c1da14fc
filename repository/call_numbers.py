"""The order of call numbers on the shelf, as a key of ASCII characters that every database sorts alike.

Class numbers stand by value and decimals digit by digit (5.1, 510, 895.9, 895.912, 895.92), author marks in the order
of a Vietnamese dictionary, and all other numbers by value (T.2 before T.10). Spaces and signs only separate:
“895.922/TOH” is “895.922 TOH”. Marks within decimals of printed records (025.3/13, 025.3'13) count for nothing.
"""

import re
import unicodedata

from repository.collation import sort_key

NONE = "~~"  # the key of no call number, after all others
MAX_KEY = 1000  # characters
# A class number: up to three digits and their decimals, the first number of a call number.
CLASS = re.compile(r"(?<!\d)(?P<whole>\d{1,3})/?[.,](?P<decimals>\d+(?:['’′]\d+|/(?!(?:19|20)\d\d\b)\d+)*)(?!\d)")
RUN = re.compile(r"[0-9]+|[^\W\d_]+")
TOKEN = re.compile(r"[^\W_]+")


def call_number_key(call_number: str) -> str:
    """Return the key of a call number."""
    text = unicodedata.normalize("NFC", call_number).lower()
    found = CLASS.search(text)
    if found is None or re.search(r"\d", text[: found.start()]):
        return (_marks(text) or NONE)[:MAX_KEY]
    decimals = re.sub(r"\D", "", found["decimals"])
    parts = (_marks(text[: found.start()]), f"{sort_key(found['whole'])}.{decimals}", _marks(text[found.end() :]))
    return " ".join(filter(None, parts))[:MAX_KEY]


def _marks(text: str) -> str:
    return " ".join("".join(map(sort_key, RUN.findall(token))) for token in TOKEN.findall(text))

"""Numbers of library cards: T, seven random digits and a check digit, so that a mistyped number is noticed.

Random, since a number that can be guessed would let one reader borrow in the name of another.
"""

import re
import secrets

DIGITS = 7
_CARD = re.compile(r"T(\d{8})", re.ASCII)


def new_number() -> str:
    """Return a random card number."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return f"T{digits}{check_digit(digits)}"


def check_digit(digits: str) -> str:
    """Return the Luhn check digit: it finds every single wrong digit and nearly every pair of swapped neighbours."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def looks_like_card(text: str) -> bool:
    """Return whether the text has the form of a card number, right or mistyped."""
    return _CARD.fullmatch(text.upper()) is not None


def is_card_number(text: str) -> bool:
    """Return whether the text is a card number with a right check digit."""
    match = _CARD.fullmatch(text.upper())
    return match is not None and check_digit(match.group(1)[:-1]) == match.group(1)[-1]

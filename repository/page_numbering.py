"""Number the pages of a book: a front part with Roman numerals or without numbers, then the body from 1."""

_NUMERALS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def label(position: int, body: int, front: int | None) -> str:
    """Return the label of the page at a position from 1; `body`, `front`: positions before the parts' first pages.

    A page before both parts has its position in square brackets, as in catalogues.
    """
    if position > body:
        return str(position - body)
    if front is not None and position > front >= 0:
        return roman(position - front)
    return f"[{position}]"


def numbered(count: int, *, body: int, front: int | None) -> list[str]:
    """Return the labels of `count` pages."""
    return [label(position, body, front) for position in range(1, count + 1)]


def roman(number: int) -> str:
    """Return a positive number below 4,000 in lower-case Roman numerals."""
    numerals = ""
    for value, numeral in _NUMERALS:
        numerals += numeral * (number // value)
        number %= value
    return numerals

"""How the printed copies of one resource stand, as readers see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShelfState:
    """`free` of `total` copies are on the shelf; lost and removed ones do not count. `place`: of a free copy first.

    `has_content` is False where there is nothing to read on a screen: a printed book without files and pages.
    """

    total: int = 0
    free: int = 0
    call_number: str = ""
    place: str = ""
    has_content: bool = True

"""The labels that a resource carries and the keys that open them: one spelling for both.

`own:12/toan/6/video` and `col:5/toan/*/*` say what a resource is; `read@school:7/teacher` to whom its owner opened
it; `staff:12` whose librarians keep it. A key opens the label that is spelt alike, and no other.
"""

from collections.abc import Iterable
from itertools import product

from access.actions import Action

ANY = "*"
EVERYONE = "everyone"


def own(school: int, subject: str = ANY, grade: str = ANY, kind: str = ANY) -> str:
    """A part of what a school owns."""
    return f"own:{school}/{subject}/{grade}/{kind}"


def within(collection: int, subject: str = ANY, grade: str = ANY, kind: str = ANY) -> str:
    """A part of one collection."""
    return f"col:{collection}/{subject}/{grade}/{kind}"


def opened(action: Action, audience: str) -> str:
    """What an owner opened, for one action, to one audience."""
    return f"{action}@{audience}"


def staff(school: int) -> str:
    """What the librarians of a school keep."""
    return f"staff:{school}"


def school_audience(school: int, role: str = "") -> str:
    """All people of a school, or those of one role."""
    return f"school:{school}/{role}" if role else f"school:{school}"


def group_audience(group: int, role: str = "") -> str:
    """All people of a group of schools, or those of one role."""
    return f"group:{group}/{role}" if role else f"group:{group}"


def descriptive(
    *,
    school: int,
    collections: Iterable[int],
    subjects: Iterable[str],
    grades: Iterable[str],
    kind: str,
) -> frozenset[str]:
    """Every label that a clause of an agreement can name for such a resource."""
    parts = list(product({ANY, *subjects}, {ANY, *grades}, {ANY, kind} - {""}))
    owned = {own(school, *part) for part in parts}
    collected = {within(collection, *part) for collection in collections for part in parts}
    return frozenset(owned | collected)

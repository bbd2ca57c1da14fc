"""The labels of resources and the keys of viewers, which have the same spelling.

`own:12/toan/6/video` and `col:5/toan/*/*` describe a resource; `read@school:7/teacher` is a grant by its owner;
`staff:12` names the school whose librarians manage it. A key opens the label of exactly its spelling.
"""

from collections.abc import Iterable
from itertools import product

from access.actions import Action

ANY = "*"
EVERYONE = "everyone"


def own(school: int, subject: str = ANY, grade: str = ANY, kind: str = ANY) -> str:
    """Return the label of a part of what a school owns."""
    return f"own:{school}/{subject}/{grade}/{kind}"


def within(collection: int, subject: str = ANY, grade: str = ANY, kind: str = ANY) -> str:
    """Return the label of a part of a collection."""
    return f"col:{collection}/{subject}/{grade}/{kind}"


def opened(action: Action, audience: str) -> str:
    """Return the label of a grant of one action to one audience."""
    return f"{action}@{audience}"


def staff(school: int) -> str:
    """Return the label that every resource of a school carries, for its librarians."""
    return f"staff:{school}"


def school_audience(school: int, role: str = "") -> str:
    """Return the audience of all members of a school, or of those with one role."""
    return f"school:{school}/{role}" if role else f"school:{school}"


def group_audience(group: int, role: str = "") -> str:
    """Return the audience of all members of a group of schools, or of those with one role."""
    return f"group:{group}/{role}" if role else f"group:{group}"


def descriptive(
    *,
    school: int,
    collections: Iterable[int],
    subjects: Iterable[str],
    grades: Iterable[str],
    kind: str,
) -> frozenset[str]:
    """Return every label by which a clause of an agreement can name such a resource: all combinations of the axes."""
    parts = list(product({ANY, *subjects}, {ANY, *grades}, {ANY, kind} - {""}))
    owned = {own(school, *part) for part in parts}
    collected = {within(collection, *part) for collection in collections for part in parts}
    return frozenset(owned | collected)

"""Search in the lists of the admin as the readers search: any case, with or without marks, either tone placement.

Neither database can fold Vietnamese letters by itself, and one school's lists are short: the texts are read and folded
here. Wagtail's own search distinguishes d from đ.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from search.analysis import readings
from search.query import MAX_TEXT_LENGTH

MAX_FOUND = 10_000  # objects; SQLite limits the number of parameters


def matching(objects: QuerySet[Any], fields: Sequence[str], text: str) -> QuerySet[Any]:
    """Return the objects in whose fields, taken together, all words of the text occur, or the beginnings of words."""
    wanted = _readings(text[:MAX_TEXT_LENGTH])
    if not wanted:
        return objects.none()
    texts = defaultdict[Any, list[str]](list)
    for key, *values in objects.order_by().values_list("pk", *fields):
        texts[key] += [str(value) for value in values if value]
    found = [key for key, values in texts.items() if _contains(values, wanted)]
    return objects.filter(pk__in=found[:MAX_FOUND])


def _contains(values: list[str], wanted: list[list[str]]) -> bool:
    haystack = " ".join(word for reading in _readings(" ".join(values)) for word in reading)
    return any(all(word in haystack for word in reading) for reading in wanted)


def _readings(text: str) -> list[list[str]]:
    return [[token.folded for token in reading] for reading in readings(text)]

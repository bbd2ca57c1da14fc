"""Titles by their first letter, in the order of a Vietnamese dictionary; “0” is the group of digits."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from repository.collation import LETTERS, RANK, first_letter
from repository.models import Resource

DIGITS = "0"
FIRST_LETTERS = (DIGITS, *LETTERS)


def beginning_with(resources: QuerySet[Resource], letter: str) -> QuerySet[Resource]:
    """Return those whose title begins with one of FIRST_LETTERS."""
    if letter == DIGITS:
        return resources.filter(Q(sort_title__startswith="!") | Q(sort_title__startswith="0"))
    return resources.filter(sort_title__startswith=RANK[letter])


def counts_by_letter(resources: QuerySet[Resource]) -> Mapping[str, int]:
    """Return how many titles begin with each letter; one query."""
    starts = resources.order_by().annotate(start=Substr("sort_title", 1, 2)).values_list("start")
    counts = Counter[str]()
    for start, number in starts.annotate(number=Count("pk", distinct=True)):
        counts[first_letter(start)] += number
    return {letter: number for letter, number in counts.items() if letter}

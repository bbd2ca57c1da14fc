"""Whose changes are indexed next: of each school some of its oldest, so that a large one holds up nobody."""

import random

from django.db.models import QuerySet

from repository.models import IndexChange

MAX_SCHOOLS = 50  # at once; the next ones after them in the next round


def fair_batch(changes: QuerySet[IndexChange], most: int) -> list[IndexChange]:
    """At most so many changes, shared among schools. It costs the same however many wait: no row is read but these."""
    schools = _schools(changes)
    share = -(-most // max(len(schools), 1))
    found = [row for school in schools for row in changes.filter(school=school).order_by("changed_at", "pk")[:share]]
    return found[:most]


def _schools(changes: QuerySet[IndexChange]) -> list[int]:
    """Schools with changes, from any of them on and around: whoever comes first by chance, all come in time."""
    after = random.randint(-1, _largest(changes))
    found: list[int] = []
    while len(found) < MAX_SCHOOLS and (following := _next_of(changes, after) or _next_of(changes, -1)):
        after = following[0]
        if after in found:
            break
        found.append(after)
    return found


def _next_of(changes: QuerySet[IndexChange], school: int) -> list[int]:
    """The school after this one, if there is one; a step along the index."""
    return list(changes.filter(school__gt=school).order_by("school").values_list("school", flat=True)[:1])


def _largest(changes: QuerySet[IndexChange]) -> int:
    return next(iter(changes.order_by("-school").values_list("school", flat=True)[:1]), 0)

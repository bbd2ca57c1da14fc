"""Fair batches of changes: the oldest of each school, so that a school with many changes does not delay the others."""

import random

from django.db.models import QuerySet

from repository.models import IndexChange

MAX_SCHOOLS = 50  # in one batch


def fair_batch(changes: QuerySet[IndexChange], limit: int) -> list[IndexChange]:
    """Return at most `limit` changes, shared among schools; the cost does not depend on the number of changes."""
    schools = _schools(changes)
    share = -(-limit // max(len(schools), 1))
    batch = [row for school in schools for row in changes.filter(school=school).order_by("changed_at", "pk")[:share]]
    return batch[:limit]


def _schools(changes: QuerySet[IndexChange]) -> list[int]:
    """Return schools with changes: a random one and those after it, continuing with the first after the last."""
    after = random.randint(-1, _largest(changes))
    schools: list[int] = []
    while len(schools) < MAX_SCHOOLS and (following := _next(changes, after) or _next(changes, -1)):
        after = following[0]
        if after in schools:
            break
        schools.append(after)
    return schools


def _next(changes: QuerySet[IndexChange], school: int) -> list[int]:
    """Return the next school, or nothing after the last; one step along the database index."""
    return list(changes.filter(school__gt=school).order_by("school").values_list("school", flat=True)[:1])


def _largest(changes: QuerySet[IndexChange]) -> int:
    return next(iter(changes.order_by("-school").values_list("school", flat=True)[:1]), 0)

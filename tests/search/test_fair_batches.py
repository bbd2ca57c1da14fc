"""A school with thousands of changes does not delay one change of another school, and the choice costs no more."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from repository.models import IndexChange
from search import fair_batches, indexing
from search.fair_batches import fair_batch
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SMALL, BIG = 7, 3


def changes(school: int, number: int) -> None:
    rows = [
        IndexChange(resource=uuid4(), school=school, part="record", revision=n, changed_at=NOW)
        for n in range(1, number + 1)
    ]
    IndexChange.objects.bulk_create(rows)


def start_after(monkeypatch: pytest.MonkeyPatch, school: int) -> None:
    """Let the next batches begin with the school after this one, instead of at random."""

    def chosen(lowest: int, highest: int) -> int:
        assert lowest <= school <= highest, "the product would never start here"
        return school

    monkeypatch.setattr(fair_batches.random, "randint", chosen)


def test_wherever_a_batch_starts_it_contains_the_one_change_behind_thousands(monkeypatch: pytest.MonkeyPatch) -> None:
    changes(BIG, 3000)
    changes(SMALL, 1)
    for start in range(-1, SMALL + 1):
        start_after(monkeypatch, start)
        batch = fair_batch(indexing.due(NOW), indexing.ROWS_AT_ONCE)
        assert [row.school for row in batch].count(SMALL) == 1, start
        assert len(batch) >= indexing.ROWS_AT_ONCE / 2, "the large school gets the rest"
        assert [row.revision for row in batch if row.school == BIG][:3] == [1, 2, 3], "its oldest first"


@pytest.mark.parametrize("start", [-1, 0, 60, 118, 119])
def test_of_many_schools_each_has_its_turn(monkeypatch: pytest.MonkeyPatch, start: int) -> None:
    for school in range(120):
        changes(school, 2)
    rounds = 0
    while waiting := IndexChange.objects.order_by("-school").first():
        start_after(monkeypatch, min(start, waiting.school))
        batch = fair_batch(indexing.due(NOW), indexing.ROWS_AT_ONCE)
        assert len(batch) <= indexing.ROWS_AT_ONCE
        IndexChange.objects.filter(pk__in=[row.pk for row in batch]).delete()
        rounds += 1
    assert rounds <= 3, "each batch takes both changes of fifty schools"


def test_a_batch_starts_at_random() -> None:
    changes(BIG, 1)
    changes(SMALL, 1)
    first = {fair_batch(indexing.due(NOW), 1)[0].school for _ in range(100)}
    assert first == {BIG, SMALL}, "the chance that this fails for a random start is below one in a trillion"


def test_the_choice_costs_no_more_when_thousands_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    start_after(monkeypatch, -1)
    changes(BIG, 300)
    few = cost()
    changes(BIG, 5000)
    assert cost() == few
    assert fair_batch(indexing.due(NOW), 0) == []


def cost() -> int:
    """Return the number of database queries for one batch."""
    with CaptureQueriesContext(connection) as queries:
        fair_batch(indexing.due(NOW), indexing.ROWS_AT_ONCE)
    return len(queries)

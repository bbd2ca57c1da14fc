"""Thousands of changes of one school do not hold up one change of another, and the choice reads no more for them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from repository.models import IndexChange
from search import indexing
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


def test_one_change_is_in_the_first_round_though_thousands_of_another_school_came_first() -> None:
    changes(BIG, 3000)
    changes(SMALL, 1)
    chosen = fair_batch(indexing.due(NOW), indexing.ROWS_AT_ONCE)
    assert [row.school for row in chosen].count(SMALL) == 1
    assert len(chosen) >= indexing.ROWS_AT_ONCE / 2, "the large school goes on with the rest"
    assert [row.revision for row in chosen if row.school == BIG][:3] == [1, 2, 3], "its oldest first"


def test_of_many_schools_each_comes_in_time() -> None:
    for school in range(120):
        changes(school, 2)
    rounds = 0
    while chosen := fair_batch(indexing.due(NOW), indexing.ROWS_AT_ONCE):
        assert len(chosen) <= indexing.ROWS_AT_ONCE
        IndexChange.objects.filter(pk__in=[row.pk for row in chosen]).delete()
        rounds += 1
    assert rounds <= 6
    assert not IndexChange.objects.exists()


def test_the_choice_reads_no_more_when_thousands_wait() -> None:
    changes(BIG, 300)
    few = cost()
    changes(BIG, 5000)
    assert cost() <= few + 1  # it begins anywhere, and sometimes goes around
    assert fair_batch(indexing.due(NOW), 0) == []


def cost() -> int:
    with CaptureQueriesContext(connection) as asked:
        fair_batch(indexing.due(NOW), indexing.ROWS_AT_ONCE)
    return len(asked)

"""Which seat is lent next, and until when."""

from datetime import timedelta

import pytest

from circulation.licences import actions
from circulation.licences.availability import due_date, free_seats, lending_order, next_seat, with_stale_free_seats
from circulation.models import Licence
from repository.models import Resource
from tests.circulation.lending import a_lent_resource, a_licence
from tests.factories import NOW, a_resource, a_viewer


def licence(
    pk: int, *, ends_in: int | None = None, allowed: int | None = None, made: int = 0, seats: int = 2
) -> Licence:
    """Return an unsaved licence that ends `ends_in` days from now."""
    ends_at = NOW + timedelta(days=ends_in) if ends_in else None
    return Licence(pk=pk, seats=seats, starts_at=NOW, ends_at=ends_at, loans_allowed=allowed, loans_made=made)


def test_what_runs_out_soonest_is_lent_first() -> None:
    ordered = [
        licence(6, ends_in=10),
        licence(5, ends_in=300),
        licence(4),
        licence(3, ends_in=5, allowed=26),
        licence(2, allowed=26, made=1),
        licence(1, allowed=26, made=20),
    ]
    shuffled = [ordered[n] for n in (3, 1, 5, 0, 4, 2)]
    assert [each.pk for each in sorted(shuffled, key=lending_order)] == [6, 5, 4, 3, 2, 1]


def test_the_lowest_free_seat_of_the_first_licence_is_lent() -> None:
    first, second = licence(1, ends_in=10, seats=3), licence(2)
    seat = next_seat([second, first], {1: {1, 3}})
    assert seat
    assert (seat.licence.pk, seat.number) == (1, 2)
    seat = next_seat([second, first], {1: {1, 2, 3}})
    assert seat
    assert (seat.licence.pk, seat.number) == (2, 1)
    assert next_seat([second, first], {1: {1, 2, 3}, 2: {1, 2}}) is None


@pytest.mark.parametrize(("made", "free"), [(24, 2), (25, 1), (26, 0)])
def test_a_licence_has_no_more_free_seats_than_loans_left(made: int, free: int) -> None:
    assert free_seats(licence(1, allowed=26, made=made), taken=0) == free


def test_a_loan_is_due_after_the_period_but_never_past_the_licence_or_the_resource() -> None:
    days = timedelta(days=1)
    assert due_date(licence(1), NOW, None) == NOW + 14 * days
    assert due_date(licence(1, ends_in=5), NOW, None) == NOW + 5 * days
    assert due_date(licence(1, ends_in=5), NOW, NOW + 3 * days) == NOW + 3 * days


@pytest.mark.django_db
def test_free_seats_are_stale_only_where_the_catalogue_has_another_number() -> None:
    resource, reader = a_lent_resource(seats=2), a_viewer()
    a_licence(resource, seats=3)
    loans = [actions.borrow(resource, by=viewer) for viewer in (reader, a_viewer())]
    actions.return_loan(loans[0], by=reader)
    unlicensed = a_resource()
    assert with_stale_free_seats(NOW) == []
    assert with_stale_free_seats(loans[1].due_at - timedelta(microseconds=1)) == []
    assert with_stale_free_seats(loans[1].due_at) == [resource], "a loan is overdue"
    Resource.objects.filter(pk=unlicensed.pk).update(free_seats=1)
    assert with_stale_free_seats(NOW) == [unlicensed]

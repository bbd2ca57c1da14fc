"""What each viewer sees of loans and licences."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from access.actions import Action
from accounts.errors import NotFound
from circulation.licences import actions, queries
from circulation.models import Licence, Loan
from repository.actions import revoke
from sharing.viewer import system_viewer
from tests.circulation.lending import a_lent_resource, a_licence
from tests.factories import NOW, a_librarian, a_resource, a_viewer, a_visitor

pytestmark = pytest.mark.django_db


def test_each_viewer_sees_their_own_lending_state(django_assert_max_num_queries) -> None:
    lent, free = a_lent_resource(seats=1), a_resource(opened={Action.READ: "everyone"})
    reader, other = a_viewer(), a_viewer()
    loan = actions.borrow(lent, by=reader)
    with django_assert_max_num_queries(4):
        own = queries.lending_states(reader, [lent, free])
    assert own[lent.uuid] == queries.LendingState(0, 14, loan, loan.due_at, may_borrow=True)
    assert own[free.uuid] == queries.LendingState()
    others = queries.lending_states(other, [lent])[lent.uuid]
    assert (others.my_loan, others.all_out_until, others.may_borrow) == (None, loan.due_at, True)
    assert not queries.lending_states(a_visitor(), [lent])[lent.uuid].may_borrow


def test_the_state_describes_the_seat_that_is_lent_next() -> None:
    lent = a_lent_resource(seats=1, ends_at=NOW + timedelta(days=90), period_days=7)
    a_licence(lent, period_days=21)
    state = queries.lending_states(a_viewer(), [lent])[lent.uuid]
    assert (state.free_seats, state.period_days, state.all_out_until) == (2, 7, None)
    actions.borrow(lent, by=a_viewer())
    assert queries.lending_states(a_viewer(), [lent])[lent.uuid].period_days == 21


def test_a_loan_gives_access_to_its_borrower_while_borrowing_is_allowed() -> None:
    lent, reader = a_lent_resource(), a_viewer()
    actions.borrow(lent, by=reader)
    assert queries.open_loan(reader, lent) is not None
    assert queries.open_loan(a_viewer(), lent) is None
    assert queries.open_loan(a_visitor(), lent) is None
    revoke(lent, action=Action.BORROW, audience="everyone", by=system_viewer(lent.owner_id, now=NOW))
    lent = type(lent).objects.get(pk=lent.pk)
    assert queries.open_loan(reader, lent) is None
    assert not queries.loans_of(reader).exists()


def test_active_loans_are_listed_for_their_borrower_first_due_first(django_assert_num_queries) -> None:
    reader, late, soon = a_viewer(), a_lent_resource(), a_lent_resource(period_days=3)
    loans = [actions.borrow(title, by=reader) for title in (late, soon)]
    with django_assert_num_queries(1):
        listed = list(queries.loans_of(reader))
        owners = [loan.resource.owner_id == loan.resource.owner.pk for loan in listed]
    assert (owners, listed) == ([True, True], loans[::-1])
    assert not queries.loans_of(a_viewer()).exists()
    assert not queries.loans_of(a_visitor()).exists()
    afterwards = replace(reader, now=NOW + timedelta(days=3))
    assert list(queries.loans_of(afterwards)) == loans[:1]


def test_only_the_borrower_finds_a_loan(django_assert_num_queries) -> None:
    reader = a_viewer()
    _other, loan = (actions.borrow(a_lent_resource(), by=reader) for _ in range(2))
    with django_assert_num_queries(1):
        read = queries.loan_for(reader, loan.uuid)
        assert (read, read.resource) == (loan, loan.resource)
    for other in (a_viewer(), a_visitor()):
        with pytest.raises(NotFound):
            queries.loan_for(other, loan.uuid)


def test_the_database_refuses_two_loans_of_one_seat() -> None:
    loan = actions.borrow(a_lent_resource(seats=2), by=a_viewer())
    loan.pk, loan.uuid, loan.borrower_id = None, uuid4(), a_viewer().membership
    with pytest.raises(IntegrityError), transaction.atomic():
        loan.save(force_insert=True)
    assert Loan.objects.count() == 1


def test_without_a_free_seat_the_period_is_that_of_the_first_licence_in_order() -> None:
    lent = a_lent_resource(seats=1, period_days=21)
    a_licence(lent, period_days=7, ends_at=NOW + timedelta(days=90))
    for _ in range(2):
        actions.borrow(lent, by=a_viewer())
    state = queries.lending_states(a_viewer(), [lent])[lent.uuid]
    assert (state.free_seats, state.period_days) == (0, 7)
    assert state.all_out_until == NOW + timedelta(days=7)


def test_a_loan_that_outlasts_its_licence_is_still_shown_to_its_borrower() -> None:
    lent, reader = a_lent_resource(), a_viewer()
    loan = actions.borrow(lent, by=reader)
    actions.end_licence(loan.licence, by=system_viewer(lent.owner_id, now=NOW + timedelta(days=1)))
    later = replace(reader, now=NOW + timedelta(days=2))
    state = queries.lending_states(later, [lent])[lent.uuid]
    assert state == queries.LendingState(my_loan=loan, all_out_until=loan.due_at)


def test_a_licence_without_loans_left_has_no_free_seat_and_no_date() -> None:
    lent, reader = a_lent_resource(loans_allowed=1), a_viewer()
    actions.return_loan(actions.borrow(lent, by=reader), by=reader)
    state = queries.lending_states(reader, [lent])[lent.uuid]
    assert state == queries.LendingState(free_seats=0, period_days=14, may_borrow=True)


def test_nobody_finds_a_closed_loan() -> None:
    reader = a_viewer()
    loan = actions.borrow(a_lent_resource(), by=reader)
    actions.return_loan(loan, by=reader)
    for viewer in (reader, a_visitor()):
        with pytest.raises(NotFound):
            queries.loan_for(viewer, loan.uuid)


def test_licences_are_listed_by_their_start_with_the_number_of_active_loans() -> None:
    resource, reader = a_lent_resource(seats=3), a_viewer()
    librarian = a_librarian(resource.owner)
    earlier = a_licence(resource, starts_at=NOW - timedelta(days=1))
    actions.return_loan(actions.borrow(resource, by=reader), by=reader)
    actions.borrow(resource, by=a_viewer())
    for moment, on_loan in ((NOW, 1), (NOW + timedelta(days=15), 0)):
        listed = queries.licences_of(replace(librarian, now=moment), resource)
        assert [each.starts_at for each in listed] == [earlier.starts_at, NOW]
        assert sum(each.on_loan for each in listed) == on_loan


def test_a_licence_is_read_with_its_resource(django_assert_num_queries) -> None:
    resource = a_lent_resource()
    librarian, licence = a_librarian(resource.owner), Licence.objects.get()
    with django_assert_num_queries(1):
        assert queries.licence_for(librarian, licence.uuid) == licence

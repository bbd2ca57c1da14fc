"""Holds on digital seats: a free seat is kept for the first in line, and never more than there are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circulation.holds import actions as holds
from circulation.holds.models import Hold
from circulation.holds.queries import hold_state
from circulation.holds.terms import OFFER_DAYS
from circulation.licences import actions, errors
from circulation.licences.queries import lending_states
from circulation.models import SeatOffer
from tests.circulation.lending import a_lent_resource
from tests.factories import NOW, a_viewer
from workers.events import periodic_maintenance

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
State = Hold.State


def wait_for(resource, viewer) -> Hold:
    return holds.place(resource, wants="seat", school=viewer.school, by=viewer)


def state_of(hold: Hold) -> str:
    hold.refresh_from_db()
    return hold.state


def test_a_returned_seat_is_reserved_for_the_first_in_line() -> None:
    resource, reader, first, second, passer_by = a_lent_resource(), *(a_viewer() for _reader in range(4))
    loan = actions.borrow(resource, by=reader)
    early, late = wait_for(resource, first), wait_for(resource, second)
    assert hold_state(passer_by, resource, lending_states(passer_by, [resource])[resource.uuid]).may_wait_for_seat

    actions.return_loan(loan, by=reader)

    assert (state_of(early), state_of(late)) == (State.READY, State.WAITING)
    resource.refresh_from_db()
    assert resource.free_seats == 0
    assert lending_states(passer_by, [resource])[resource.uuid].free_seats == 0
    assert lending_states(first, [resource])[resource.uuid].free_seats == 1
    for other in (second, passer_by):
        with pytest.raises(errors.SeatsReserved):
            actions.borrow(resource, by=other)
    assert actions.borrow(resource, by=first).seat == 1
    assert state_of(early) == State.COLLECTED
    assert not SeatOffer.objects.exists()


def test_an_offer_that_nobody_takes_passes_to_the_next_and_then_to_all() -> None:
    resource, first, second, passer_by = a_lent_resource(), *(a_viewer() for _reader in range(3))
    early, late = wait_for(resource, first), wait_for(resource, second)
    assert (state_of(early), state_of(late)) == (State.READY, State.WAITING)
    periodic_maintenance.send(None, now=NOW + (OFFER_DAYS + 1) * DAY)
    assert (state_of(early), state_of(late)) == (State.EXPIRED, State.READY)
    weeks_later = replace(passer_by, now=NOW + 3 * (OFFER_DAYS + 1) * DAY)
    periodic_maintenance.send(None, now=weeks_later.now)
    assert state_of(late) == State.EXPIRED
    assert actions.borrow(resource, by=weeks_later).seat == 1


def test_fewer_seats_withdraw_the_last_offer() -> None:
    resource, first, second = a_lent_resource(seats=2), a_viewer(), a_viewer()
    early, late = wait_for(resource, first), wait_for(resource, second)
    assert state_of(late) == State.READY
    actions.change_seats(resource.licences.get(), seats=1, by=replace(first, staff_keys=a_staff_key(resource)))
    assert (state_of(early), state_of(late)) == (State.READY, State.WAITING)
    assert SeatOffer.objects.get().borrower_id == first.membership


def test_cancelling_gives_the_seat_to_the_next() -> None:
    resource, first, second = a_lent_resource(), a_viewer(), a_viewer()
    early, late = wait_for(resource, first), wait_for(resource, second)
    holds.cancel(early, by=first)
    assert (state_of(early), state_of(late)) == (State.CANCELLED, State.READY)


def a_staff_key(resource) -> frozenset[str]:
    from access.labels import staff

    return frozenset({staff(resource.owner_id)})

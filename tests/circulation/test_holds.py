"""Holds on printed copies: who is next, what is kept for whom, and the order that the log proves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import NotFound
from accounts.models import Membership, Role
from circulation.holds import actions, errors
from circulation.holds.log import line_from_log, line_of
from circulation.holds.models import Hold, HoldEvent
from circulation.holds.queries import blocking, holds_of
from circulation.holds.terms import PICKUP_DAYS
from circulation.models import Copy
from tests.circulation.holding import DAY, a_copy, a_reader_of, a_title, at, desk, lend, take_back, wait_for
from tests.factories import NOW, MembershipFactory, a_visitor
from workers.events import periodic_maintenance

pytestmark = pytest.mark.django_db
State = Hold.State


def states(resource) -> list[str]:
    return [hold.state for hold in Hold.objects.filter(resource=resource).order_by("placed_at", "pk")]


def test_a_returned_copy_is_reserved_for_the_first_in_line() -> None:
    resource = a_title()
    copy, borrower, first, second = resource.copies.get(), *(a_reader_of(resource) for _reader in range(3))
    lend(copy, borrower)
    early, late = wait_for(resource, first), wait_for(resource, second, days=1)

    ready = take_back(copy, days=3)

    assert ready == early
    early.refresh_from_db()
    assert (early.state, early.ready_copy) == (State.READY, copy)
    assert early.window_until >= NOW + (3 + PICKUP_DAYS) * DAY
    assert actions.trap(copy, by=desk(resource, 3)) == early  # scanned twice
    assert blocking(copy, second, now=NOW + 3 * DAY) == early
    assert blocking(copy, first, now=NOW + 3 * DAY) is None
    lend(copy, first, days=4)
    assert states(resource) == [State.COLLECTED, State.WAITING]
    assert take_back(copy, days=5) == late


def test_placing_is_idempotent_and_the_index_forbids_a_second_open_hold() -> None:
    resource = a_title()
    pupil = a_reader_of(resource)
    hold = wait_for(resource, pupil)
    assert wait_for(resource, pupil, days=1) == hold
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(
            resource=resource, wants="copy", pickup_school=resource.owner, borrower=pupil, order=9, placed_at=NOW
        )


def test_who_may_not_wait_is_refused() -> None:
    resource, elsewhere = a_title(), MembershipFactory()
    pupil = a_reader_of(resource)
    with pytest.raises(NotFound):
        wait_for(resource, elsewhere)  # does not even discover it
    with pytest.raises(NotFound):
        actions.place(resource, wants="copy", school=resource.owner_id, by=a_visitor())
    with pytest.raises(errors.HoldNotAllowed):
        actions.place(resource, wants="seat", school=resource.owner_id, by=at(pupil))
    with pytest.raises(errors.NothingToWaitFor):
        wait_for(a_title(resource.owner, copies=0), pupil)
    lend(resource.copies.get(), pupil)
    with pytest.raises(errors.AlreadyBorrowed):
        wait_for(resource, pupil)


def test_a_reader_has_a_limited_number_of_holds() -> None:
    resource = a_title()
    pupil = a_reader_of(resource)
    for _title in range(10):
        wait_for(a_title(resource.owner), pupil)
    with pytest.raises(errors.TooManyHolds, match="10"):
        wait_for(resource, pupil)


def test_a_copy_for_the_library_alone_is_reserved_for_nobody() -> None:
    resource = a_title()
    lost, on_site = a_copy(resource, state=Copy.State.LOST), a_copy(resource, on_site_only=True)
    wait_for(resource, a_reader_of(resource))
    assert actions.trap(lost, by=desk(resource)) is None
    assert actions.trap(on_site, by=desk(resource)) is None


def test_a_window_that_ends_passes_the_copy_on() -> None:
    resource = a_title()
    copy, first, second = resource.copies.get(), a_reader_of(resource), a_reader_of(resource)
    wait_for(resource, first)
    late = wait_for(resource, second)
    take_back(copy)
    after = PICKUP_DAYS + 1.5
    assert blocking(copy, second, now=NOW + after * DAY) is None

    periodic_maintenance.send(None, now=NOW + after * DAY)

    late.refresh_from_db()
    assert states(resource) == [State.EXPIRED, State.READY]
    assert late.ready_copy == copy


def test_a_suspended_hold_lets_others_go_first_and_keeps_its_place() -> None:
    resource = a_title()
    copy, first, second = resource.copies.get(), a_reader_of(resource), a_reader_of(resource)
    early, late = wait_for(resource, first), wait_for(resource, second)
    actions.suspend(early, until=NOW + 10 * DAY, by=at(first))
    assert take_back(copy) == late
    lend(copy, second, days=1)
    assert take_back(copy, days=5) is None
    assert take_back(copy, days=11) == early  # the day has passed, though no maintenance ran
    with pytest.raises(errors.HoldIsOver):
        actions.suspend(early, until=NOW + 30 * DAY, by=at(first, 11))
    with pytest.raises(errors.InvalidSuspension):
        actions.suspend(late, until=NOW - DAY, by=at(second))


def test_cancelling_a_ready_hold_serves_the_next_reader() -> None:
    resource = a_title()
    copy, first, second = resource.copies.get(), a_reader_of(resource), a_reader_of(resource)
    early, late = wait_for(resource, first), wait_for(resource, second)
    take_back(copy)
    with pytest.raises(NotFound):
        actions.cancel(early, by=at(second))
    actions.cancel(early, by=at(first))
    actions.cancel(early, by=at(first))
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.state, early.borrower) == (State.CANCELLED, None)
    assert (late.state, late.ready_copy) == (State.READY, copy)


def test_the_log_proves_the_order_after_moves_and_names_nobody() -> None:
    resource = a_title()
    readers = [a_reader_of(resource) for _reader in range(4)]
    holds = [wait_for(resource, reader) for reader in readers]
    actions.move(holds[3], to=1, reason="Thi học sinh giỏi", by=desk(resource))
    actions.cancel(holds[1], by=at(readers[1]))
    wait_for(resource, readers[1], days=1)
    line = line_of(resource.pk, "copy")
    assert line[:3] == [holds[3].pk, holds[0].pk, holds[2].pk]
    assert line == line_from_log(resource.pk, "copy")
    assert take_back(resource.copies.get(), days=2) == holds[3]
    moved = HoldEvent.objects.get(kind="moved")
    assert (moved.reason, moved.place, moved.actor) == ("Thi học sinh giỏi", 1, "staff")
    assert not {field.name for field in HoldEvent._meta.fields} & {"borrower", "person", "by"}
    with pytest.raises(TypeError):
        moved.save()
    for to, reason in ((9, "x"), (1, "  ")):
        with pytest.raises(errors.InvalidMove, match="1 đến 4"):
            actions.move(holds[0], to=to, reason=reason, by=desk(resource))
    with pytest.raises(NotFound):
        actions.move(holds[0], to=1, reason="x", by=at(readers[0]))


def test_one_who_takes_a_copy_from_the_shelf_does_not_overtake_the_line() -> None:
    resource = a_title(copies=2)
    copy, other = resource.copies.order_by("pk")
    first, passer_by = a_reader_of(resource), a_reader_of(resource)
    hold = wait_for(resource, first)
    assert blocking(copy, passer_by, now=NOW) is None  # the other copy is there for the first
    lend(other, a_reader_of(resource))
    assert blocking(copy, passer_by, now=NOW) == hold
    assert blocking(copy, first, now=NOW) is None


def test_a_ready_copy_that_is_lost_lets_its_reader_wait_in_the_old_place() -> None:
    resource = a_title(copies=2)
    copy, other = resource.copies.order_by("pk")
    first, second = a_reader_of(resource), a_reader_of(resource)
    early = wait_for(resource, first)
    wait_for(resource, second)
    take_back(copy)
    Copy.objects.filter(pk=copy.pk).update(state=Copy.State.LOST)
    assert take_back(other) == early
    early.refresh_from_db()
    assert early.ready_copy == other


def test_another_copy_than_the_one_reserved_frees_that_for_the_next() -> None:
    resource = a_title(copies=2)
    copy, other = resource.copies.order_by("pk")
    first, second = a_reader_of(resource), a_reader_of(resource)
    wait_for(resource, first)
    late = wait_for(resource, second)
    take_back(copy)
    lend(other, first)
    late.refresh_from_db()
    assert (late.state, late.ready_copy) == (State.READY, copy)


def test_a_pupil_who_left_waits_no_more() -> None:
    resource = a_title()
    gone, here = a_reader_of(resource), a_reader_of(resource, Role.TEACHER)
    wait_for(resource, gone)
    stays = wait_for(resource, here)
    Membership.objects.filter(pk=gone.pk).update(until=NOW + DAY)
    assert take_back(resource.copies.get(), days=2) == stays
    assert states(resource) == [State.CANCELLED, State.READY]


def test_the_place_and_the_days_come_from_the_line_and_the_history() -> None:
    resource = a_title()
    copy, borrower, *readers = resource.copies.get(), *(a_reader_of(resource) for _reader in range(3))
    for start in (-90, -70, -50, -30):
        loan = lend(copy, borrower, days=start)
        loan.ended_at, loan.ended_how, loan.borrower = loan.started_at + timedelta(days=8), "returned", None
        loan.save()
    lend(copy, borrower)
    for reader in readers:
        wait_for(resource, reader)

    [first], [second] = (holds_of(at(reader, 1)) for reader in readers)

    assert (first.number, second.number) == (1, 2)
    assert first.forecast.early == NOW + 14 * DAY
    assert second.forecast.early == first.forecast.early + 8 * DAY
    assert first.forecast.late < second.forecast.late
    assert holds_of(a_visitor()) == []

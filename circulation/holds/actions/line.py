"""The line of a title under its lock: what changes the state of a hold, with its event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from accounts.locks import lock
from circulation.copies.models import Copy
from circulation.holds.log import Actor, Kind, note
from circulation.holds.models import Hold, HoldEvent
from circulation.holds.terms import still_may, window_end
from circulation.licences.offers import offer_seat, withdraw_offer
from circulation.loans.fair_lock import loan_lock
from circulation.loans.models import Loan
from repository.models import Resource

State, Wants = Hold.State, Hold.Wants


@contextmanager
def locked(resource: Resource, now: datetime) -> Iterator[Resource]:
    """Lock the title for a change of its holds, and do first what is due by time alone for its printed copies."""
    with loan_lock(), transaction.atomic():
        stored = lock(resource)
        settle(stored, Wants.COPY, now)
        yield stored


def open_line(resource: Resource, wants: str) -> list[Hold]:
    """Return the open holds of a line in their order, with their readers."""
    line = Hold.objects.filter(resource=resource, wants=wants, ended_at=None)
    return list(line.select_related("borrower__person", "borrower__school", "resource").order_by("order", "pk"))


def settle(resource: Resource, wants: str, now: datetime) -> None:
    """Resume, cancel and expire the holds of a line that are due, and serve the copies that become free by it."""
    freed: list[Copy] = []
    for hold in open_line(resource, wants):
        reader = hold.borrower
        if reader is None or (reader.until is not None and reader.until <= now):
            freed += end(hold, State.CANCELLED, now=now)
        elif hold.suspended_until is not None and hold.suspended_until <= now:
            wait(hold, Kind.RESUMED, now=now)
        elif hold.window_until is not None and hold.window_until <= now:
            freed += end(hold, State.EXPIRED, now=now)
        elif hold.ready_copy is not None and not _is_in_library(hold.ready_copy):
            wait(hold, Kind.WAITS_AGAIN, now=now)
    for copy in freed:
        serve(resource, copy, now)


def serve(resource: Resource, copy: Copy, now: datetime) -> Hold | None:
    """Keep a copy for the first reader in line who may have it, and return the hold; None if nobody waits for it."""
    reserved = Hold.objects.filter(ready_copy=copy).select_related("borrower__person", "resource").first()
    if reserved is not None or not _is_in_library(copy):
        return reserved
    for hold in open_line(resource, Wants.COPY):
        if is_next_for(hold, copy.holder_id, copy.pk, now):
            make_ready(hold, now=now, copy=copy)
            return hold
    return None


def is_next_for(hold: Hold, school: int, copy: int | None, now: datetime) -> bool:
    """Return whether a hold of the line waits for this copy of the school and its reader may still have it."""
    return (
        hold.state == State.WAITING
        and hold.pickup_school_id == school
        and hold.copy_id in (None, copy)
        and hold.borrower is not None
        and still_may(hold, hold.borrower, now)
    )


def make_ready(hold: Hold, *, now: datetime, copy: Copy | None = None) -> None:
    """Keep a copy, or a seat, for the reader until the end of the window."""
    hold.state, hold.ready_copy, hold.window_until = State.READY, copy, window_end(hold.wants, now)
    hold.save(update_fields=["state", "ready_copy", "window_until"])
    if copy is None and hold.borrower_id is not None:
        offer_seat(hold.resource, to=hold.borrower_id, until=hold.window_until)
    note(hold, Kind.READY, at=now)


def wait(hold: Hold, kind: HoldEvent.Kind, *, now: datetime, actor: HoldEvent.Actor = Actor.SYSTEM) -> None:
    """Let a suspended hold, or one that is ready, wait in its old place."""
    _let_go(hold)
    hold.state, hold.ready_copy, hold.window_until, hold.suspended_until = State.WAITING, None, None, None
    hold.save(update_fields=["state", "ready_copy", "window_until", "suspended_until"])
    note(hold, kind, at=now, actor=actor)


def end(hold: Hold, state: Hold.State, *, now: datetime, actor: HoldEvent.Actor = Actor.SYSTEM) -> list[Copy]:
    """End a hold, erase its reader, and return the copy that was kept for it."""
    _let_go(hold)
    freed = [hold.ready_copy] if hold.ready_copy is not None else []
    hold.state, hold.ended_at, hold.borrower = state, now, None
    hold.ready_copy = hold.window_until = hold.suspended_until = None
    hold.save(update_fields=["state", "ended_at", "borrower", "ready_copy", "window_until", "suspended_until"])
    note(hold, Kind(state), at=now, actor=actor)
    return freed


def _let_go(hold: Hold) -> None:
    if hold.wants == Wants.SEAT and hold.state == State.READY:
        withdraw_offer(hold.resource, to=hold.borrower_id)


def _is_in_library(copy: Copy) -> bool:
    """Return whether the copy is in the library and lent at all."""
    on_loan = Loan.objects.filter(copy=copy, ended_at=None).exists()
    return copy.state == Copy.State.ON_SHELF and not copy.on_site_only and not on_loan

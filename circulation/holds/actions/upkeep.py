"""Holds without a person at work: what is due by time, the offers of free seats, and the erasure of a reader."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import Person
from circulation.holds.actions.line import State, Wants, end, locked, make_ready, open_line, serve, settle, wait
from circulation.holds.log import Actor, Kind
from circulation.holds.models import Hold
from circulation.holds.terms import still_may
from circulation.licences.actions import recount
from repository.models import Resource


def do_what_is_due(*, now: datetime) -> int:
    """Expire, resume and cancel holds, and serve the next in line; return the number of titles."""
    due = (Q(window_until__lte=now) | Q(suspended_until__lte=now) | Q(borrower=None) | Q(borrower__until__lte=now)) & Q(
        ended_at=None
    )
    titles = list(Resource.objects.filter(pk__in=Hold.objects.filter(due).values("resource")))
    for resource in titles:
        with locked(resource, now):
            recount(resource, now=now)
    return len(titles)


def offer_free_seats(
    *, resource: Resource, free: int, borrowers: Container[int | None], now: datetime, **_kwargs: Any
) -> bool:
    """Keep free seats for the first in line, never more than there are, and end the holds of those who borrowed.

    Receiver of `seats_counted`; return whether anything changed.
    """
    line = open_line(resource, Wants.SEAT)
    if not line:
        return False
    for hold in line:
        if hold.borrower_id is not None and hold.borrower_id in borrowers:
            end(hold, State.COLLECTED, now=now, actor=Actor.READER)
    settle(resource, Wants.SEAT, now)
    line = open_line(resource, Wants.SEAT)
    ready = [hold for hold in line if hold.state == State.READY]
    waiting = [hold for hold in line if hold.state == State.WAITING]
    for hold in ready[free:]:
        wait(hold, Kind.WAITS_AGAIN, now=now)
    for hold in waiting:
        if len(ready) >= free:
            break
        if hold.borrower is not None and still_may(hold, hold.borrower, now):
            make_ready(hold, now=now)
            ready.append(hold)
    return True


def cancel_all_of(person: Person, *, now: datetime) -> int:
    """Cancel every open hold of a person who is erased; return their number."""
    holds = list(Hold.objects.filter(borrower__person=person, ended_at=None).select_related("resource"))
    for hold in holds:
        with locked(hold.resource, now) as title:
            hold.refresh_from_db()
            if hold.is_open:
                for copy in end(hold, State.CANCELLED, now=now):
                    serve(title, copy, now)
            recount(title, now=now)
    return len(holds)

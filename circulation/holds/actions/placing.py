"""What a reader does with a hold: place, cancel, suspend, resume."""

from datetime import datetime

from django.db.models import Max

from access.actions import Action
from access.viewer import Viewer
from accounts.locks import lock
from accounts.models import Membership
from circulation.copies.models import Copy
from circulation.holds import errors
from circulation.holds.actions.line import State, Wants, end, locked, serve, wait
from circulation.holds.log import Actor, Kind, note
from circulation.holds.models import Hold, HoldEvent
from circulation.holds.terms import MAX_OPEN, MAX_SUSPENSION, is_lent, may_wait
from circulation.licences.actions import recount
from circulation.loans.models import Loan
from circulation.rules.book import allows_hold
from repository.models import Resource
from repository.queries import require_permission, require_staff


def place(resource: Resource, *, wants: str, school: int, by: Viewer, copy: Copy | None = None) -> Hold:
    """Put the viewer at the end of the line of a title; idempotent: return the open hold if there is one.

    `school` is where a printed copy is picked up; `copy`: only this one will do. Raise NotFound, SignInToHold,
    HoldNotAllowed, NothingToWaitFor, AlreadyBorrowed or TooManyHolds.
    """
    with locked(resource, by.now) as title:
        require_permission(by, Action.DISCOVER, title)
        if by.membership is None:
            raise errors.SignInToHold
        own = Hold.objects.filter(resource=title, borrower=by.membership, ended_at=None).first()
        if own is not None:
            return own
        _check(title, wants, school, by)
        hold = Hold.objects.create(
            resource=title,
            wants=wants,
            copy=copy,
            pickup_school_id=school,
            borrower_id=by.membership,
            order=1 + (Hold.objects.filter(resource=title, wants=wants).aggregate(last=Max("order"))["last"] or 0),
            placed_at=by.now,
        )
        note(hold, Kind.PLACED, at=by.now, actor=Actor.READER)
        _recount(hold, by.now)
    hold.refresh_from_db()
    return hold


def cancel(hold: Hold, *, by: Viewer) -> None:
    """End an open hold: the reader's own, or one of the librarian's school; idempotent. Raise NotFound."""
    with locked(hold.resource, by.now) as title:
        hold = lock(hold)
        if not hold.is_open:
            return
        freed = end(hold, State.CANCELLED, now=by.now, actor=_actor(hold, by))
        for copy in freed:
            serve(title, copy, by.now)
        _recount(hold, by.now)


def suspend(hold: Hold, *, until: datetime, by: Viewer) -> None:
    """Let others go first until a moment; the hold keeps its place. Raise NotFound, HoldIsOver, InvalidSuspension."""
    if not by.now < until <= by.now + MAX_SUSPENSION:
        raise errors.InvalidSuspension
    with locked(hold.resource, by.now):
        hold = lock(hold)
        actor = _actor(hold, by)
        if hold.state not in (State.WAITING, State.SUSPENDED):
            raise errors.HoldIsOver
        hold.state, hold.suspended_until = State.SUSPENDED, until
        hold.save(update_fields=["state", "suspended_until"])
        note(hold, Kind.SUSPENDED, at=by.now, actor=actor)


def resume(hold: Hold, *, by: Viewer) -> None:
    """Let a suspended hold wait again; a no-op for one that waits. Raise NotFound, HoldIsOver."""
    with locked(hold.resource, by.now):
        hold = lock(hold)
        actor = _actor(hold, by)
        if not hold.is_open:
            raise errors.HoldIsOver
        if hold.state == State.SUSPENDED:
            wait(hold, Kind.RESUMED, now=by.now, actor=actor)
            _recount(hold, by.now)


def _check(title: Resource, wants: str, school: int, by: Viewer) -> None:
    if not may_wait(by, title, wants, school):
        raise errors.HoldNotAllowed
    if wants == Wants.COPY and not _rules_allow(title, school, by):
        raise errors.HoldNotAllowed
    if not is_lent(title, wants, school, by.now):
        raise errors.NothingToWaitFor
    if Loan.objects.filter(resource=title, borrower=by.membership, ended_at=None).exists():
        raise errors.AlreadyBorrowed
    if Hold.objects.filter(borrower=by.membership, ended_at=None).count() >= MAX_OPEN:
        raise errors.TooManyHolds(limit=MAX_OPEN)


def _rules_allow(title: Resource, school: int, by: Viewer) -> bool:
    """Return whether the lending rules of the school of pickup let the viewer wait for the title."""
    member = Membership.objects.filter(pk=by.membership or 0).first()
    return member is None or allows_hold(title, member, school, by.now)


def _actor(hold: Hold, by: Viewer) -> HoldEvent.Actor:
    """Return who acts. Raise NotFound unless it is the reader or a librarian of the title's or the pickup school."""
    if by.person is not None and hold.borrower is not None and hold.borrower.person_id == by.person:
        return Actor.READER
    require_staff(by, hold.pickup_school_id if hold.wants == Wants.COPY else hold.resource.owner_id)
    return Actor.STAFF


def _recount(hold: Hold, now: datetime) -> None:
    """Offer free seats to those who now are first in line."""
    if hold.wants == Wants.SEAT:
        recount(hold.resource, now=now)

"""All reads of holds, for one viewer; `blocking` is for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, School
from circulation.copies.models import Copy
from circulation.holds.actions.line import is_next_for, open_line
from circulation.holds.forecast import Forecast, forecast
from circulation.holds.models import Hold, HoldEvent
from circulation.holds.terms import available, lendable, may_wait
from circulation.licences.queries import LendingState
from circulation.loans.models import Loan
from repository.models import Resource
from repository.queries import require_staff, resource_for

State, Wants = Hold.State, Hold.Wants


@dataclass(frozen=True)
class PlaceInLine:
    """A hold of the viewer with the number of readers before it, and when it may be ready; None: not known."""

    hold: Hold
    number: int
    forecast: Forecast | None


@dataclass(frozen=True)
class HoldState:
    """What a viewer can do about waiting for a title: where they may pick up a copy, and what they have.

    `may_wait_for_seat` is whether to offer a hold on a seat: all are taken or kept for others.
    """

    mine: PlaceInLine | None = None
    pickup_schools: tuple[School, ...] = ()
    copies_free: int = 0
    may_wait_for_seat: bool = False
    waiting: int = 0


def blocking(copy: Copy, membership: Membership, *, now: datetime) -> Hold | None:
    """Return the hold for which the copy must stay in the library instead of being lent to this member; else None.

    That is one for which the copy is kept, or the first in line while as many others wait before the member as copies
    are on the shelf. The desk asks in the transaction of the check-out, after it locked the title.
    """
    reserved = Hold.objects.filter(ready_copy=copy).select_related("borrower__person", "resource").first()
    if reserved is not None:
        is_theirs = reserved.borrower_id == membership.pk
        is_over = reserved.window_until is not None and reserved.window_until <= now
        return None if is_theirs or is_over else reserved
    before = []
    for hold in open_line(copy.resource, Wants.COPY):
        if hold.borrower_id == membership.pk:
            break
        if is_next_for(hold, copy.holder_id, copy.pk, now):
            before.append(hold)
    on_shelf = available(copy.resource, copy.holder_id).count()
    return before[0] if before and len(before) >= on_shelf else None


def holds_of(viewer: Viewer) -> list[PlaceInLine]:
    """Return the open holds of the person, in all their roles, those that are ready first."""
    if viewer.person is None:
        return []
    own = Hold.objects.filter(borrower__person=viewer.person, ended_at=None)
    rows = own.select_related("resource__owner", "pickup_school", "ready_copy").order_by("placed_at", "pk")
    return [place_in_line(hold, viewer.now) for hold in sorted(rows, key=lambda hold: hold.state != State.READY)]


def hold_for(viewer: Viewer, uuid: UUID | str) -> Hold:
    """Return an open hold of the person. Raise NotFound for any other."""
    named = Hold.objects.filter(uuid=uuid, ended_at=None)
    hold = named.filter(borrower__person=viewer.person).select_related("resource").first() if viewer.person else None
    if hold is None:
        raise NotFound
    return hold


def hold_for_staff(viewer: Viewer, uuid: UUID | str) -> Hold:
    """Return an open hold. Raise NotFound unless the viewer is a librarian of the school that manages its line."""
    hold = Hold.objects.filter(uuid=uuid, ended_at=None).select_related("resource", "borrower__person").first()
    if hold is None:
        raise NotFound
    require_staff(viewer, hold.resource.owner_id)
    return hold


def place_in_line(hold: Hold, now: datetime) -> PlaceInLine:
    """Return the place of an open hold: the number of those who wait before it plus one."""
    before = Hold.objects.filter(
        Q(order__lt=hold.order) | Q(order=hold.order, pk__lt=hold.pk),
        resource=hold.resource_id,
        wants=hold.wants,
        state=State.WAITING,
    )
    if hold.wants == Wants.COPY:
        before = before.filter(pickup_school=hold.pickup_school_id)
    ahead = before.count()
    return PlaceInLine(hold, ahead + 1, forecast(hold, ahead, now) if hold.state == State.WAITING else None)


def hold_state(viewer: Viewer, resource: Resource, lending: LendingState) -> HoldState:
    """Return what the viewer can do about waiting for a title that they may discover."""
    lines = Hold.objects.filter(resource=resource, ended_at=None)
    waiting = lines.filter(state=State.WAITING).count()
    own = lines.filter(borrower=viewer.membership).select_related("resource", "pickup_school").first()
    if viewer.membership is None:
        return HoldState(waiting=waiting)
    if own is not None:
        return HoldState(mine=place_in_line(own, viewer.now), waiting=waiting)
    if Loan.objects.filter(resource=resource, borrower=viewer.membership, ended_at=None).exists():
        return HoldState(waiting=waiting)
    return HoldState(
        pickup_schools=tuple(pickup_schools(viewer, resource)),
        copies_free=available(resource).count(),
        may_wait_for_seat=lending.may_borrow and lending.free_seats == 0,
        waiting=waiting,
    )


def pickup_schools(viewer: Viewer, resource: Resource) -> list[School]:
    """Return the schools at which the viewer may have a copy kept, their own first."""
    holders = School.objects.filter(pk__in=lendable(resource).values("holder"))
    allowed = [school for school in holders if may_wait(viewer, resource, Wants.COPY, school.pk)]
    return sorted(allowed, key=lambda school: school.pk != viewer.school)


def line_for(viewer: Viewer, uuid: UUID | str) -> tuple[Resource, list[Hold]]:
    """Return a title and its open holds in order, seats after copies. Raise NotFound for all but its librarians."""
    resource = resource_for(viewer, uuid)
    require_staff(viewer, resource.owner_id)
    return resource, [*open_line(resource, Wants.COPY), *open_line(resource, Wants.SEAT)]


def events_of(viewer: Viewer, resource: Resource) -> QuerySet[HoldEvent]:
    """Return the log of a title, the newest first. Raise NotFound for all but its librarians."""
    require_staff(viewer, resource.owner_id)
    return HoldEvent.objects.filter(hold__resource=resource).select_related("hold").order_by("-pk")


def pickup_shelf(viewer: Viewer) -> QuerySet[Hold]:
    """Return the holds that are ready at the librarian's school, the first to be put back first. Raise NotFound."""
    school = _own_school(viewer)
    ready = Hold.objects.filter(pickup_school=school, wants=Wants.COPY, state=State.READY)
    return ready.select_related("resource", "ready_copy", "borrower__person").order_by("window_until", "pk")


def lines_of(viewer: Viewer) -> QuerySet[Resource]:
    """Return the titles that readers wait for at the librarian's school, with `waiting` and `on_shelf`.

    Those of which copies lie on the shelf come first: a librarian can fetch them. Raise NotFound.
    """
    school = _own_school(viewer)
    waits = Q(holds__ended_at=None, holds__pickup_school=school) | Q(holds__ended_at=None, owner=school)
    waits &= Q(holds__state__in=(State.WAITING, State.SUSPENDED))
    titles = Resource.objects.filter(waits).annotate(waiting=Count("holds", filter=waits, distinct=True))
    return titles.order_by("-waiting", "title", "pk")


def to_fetch(viewer: Viewer, titles: Sequence[Resource]) -> dict[int, list[Copy]]:
    """Return by title the copies on the shelf that somebody waits for, at most as many as wait. Raise NotFound."""
    school, found = _own_school(viewer), {}
    for resource in titles:
        wanted = sum(is_next_for(hold, school, None, viewer.now) for hold in open_line(resource, Wants.COPY))
        if wanted:
            found[resource.pk] = list(available(resource, school).order_by("call_number", "barcode")[:wanted])
    return found


def _own_school(viewer: Viewer) -> int:
    if viewer.school is None:
        raise NotFound
    require_staff(viewer, viewer.school)
    return viewer.school

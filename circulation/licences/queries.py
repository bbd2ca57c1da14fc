"""All reads of licences and of loans of their seats, for one viewer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from access.actions import Action
from access.policy import can
from access.viewer import Viewer
from accounts.errors import NotFound
from circulation.licences.availability import (
    active_licences,
    active_loans,
    active_loans_of,
    count_free,
    lending_order,
    next_seat,
    seats_taken,
    without_offers,
)
from circulation.licences.models import Licence, SeatOffer
from circulation.loans.models import Loan
from circulation.loans.shelf_state import ShelfState
from repository.models import Resource
from repository.queries import access_facts, require_staff, resources_allowed

Row = TypeVar("Row", Licence, Loan, SeatOffer)


@dataclass(frozen=True)
class LendingState:
    """How a resource is lent, as one viewer sees it.

    `free_seats` and `period_days` are None without an active licence. `all_out_until`, the due date of the next loan to
    end, is None while a seat is free. `is_reserved`: seats are free, and kept for others. `may_borrow` needs no free
    seat. `shelf` says how printed copies stand, where a caller asked for them.
    """

    free_seats: int | None = None
    period_days: int | None = None
    my_loan: Loan | None = None
    all_out_until: datetime | None = None
    may_borrow: bool = False
    is_reserved: bool = False
    shelf: ShelfState | None = None


def lending_states(viewer: Viewer, resources: Iterable[Resource]) -> dict[UUID, LendingState]:
    """Return by UUID how each of these resources is lent, in three database queries for any number of them."""
    resources = list(resources)
    licences = _by_resource(active_licences(resources, viewer.now))
    loans = _by_resource(active_loans_of(resources, viewer.now))
    offers = _by_resource(SeatOffer.objects.filter(resource__in=resources, until__gt=viewer.now) if licences else ())
    return {
        resource.uuid: _state(viewer, resource, licences[resource.pk], loans[resource.pk], offers[resource.pk])
        for resource in resources
    }


def open_loan(viewer: Viewer, resource: Resource) -> Loan | None:
    """Return the viewer's active loan of a resource; None once the resource is withdrawn or no longer lent to them."""
    if viewer.membership is None or not may_borrow(viewer, resource):
        return None
    return active_loans_of([resource], viewer.now).filter(borrower=viewer.membership).first()


def loans_of(viewer: Viewer) -> QuerySet[Loan]:
    """Return the viewer's active loans of resources that are still lent to them, the first due first."""
    if viewer.membership is None:
        return Loan.objects.none()
    own = active_loans(viewer.now).filter(borrower=viewer.membership)
    # Limited to the borrowed resources: the viewer may be allowed to borrow the whole catalogue.
    lent = resources_allowed(viewer, Action.BORROW).filter(pk__in=own.values("resource"))
    return own.filter(resource__in=lent).select_related("resource__owner").order_by("due_at", "pk")


def loan_for(viewer: Viewer, uuid: UUID | str) -> Loan:
    """Return a loan of a seat of the viewer that is not closed, overdue or not. Raise NotFound for any other."""
    named = Loan.objects.filter(uuid=uuid, copy=None, borrower__isnull=False)
    loan = named.filter(borrower=viewer.membership).select_related("resource").first()
    if loan is None:
        raise NotFound
    return loan


def licences_of(viewer: Viewer, resource: Resource) -> QuerySet[Licence]:
    """Return the licences of a resource, each with its number of active loans as `on_loan`.

    Raise NotFound unless the viewer is a librarian of the owning school.
    """
    require_staff(viewer, resource.owner_id)
    active = Q(loans__ended_at=None, loans__due_at__gt=viewer.now)
    return resource.licences.annotate(on_loan=Count("loans", filter=active)).order_by("starts_at", "pk")


def licence_for(viewer: Viewer, uuid: UUID | str) -> Licence:
    """Return one licence. Raise NotFound unless the viewer is a librarian of the school that owns the resource."""
    licence = Licence.objects.filter(uuid=uuid).select_related("resource").first()
    if licence is None:
        raise NotFound
    require_staff(viewer, licence.resource.owner_id)
    return licence


def _state(
    viewer: Viewer, resource: Resource, licences: list[Licence], loans: list[Loan], offers: list[SeatOffer]
) -> LendingState:
    if not licences and not loans:
        return LendingState()
    others = [offer for offer in offers if offer.borrower_id != viewer.membership]
    free = without_offers(count_free(licences, loans), len(others))
    allowed = viewer.membership is not None and may_borrow(viewer, resource)
    own = [loan for loan in loans if loan.borrower_id == viewer.membership]
    return LendingState(
        free_seats=free,
        period_days=_period(licences, loans),
        my_loan=own[0] if own and allowed else None,
        all_out_until=loans[0].due_at if loans and not free else None,
        may_borrow=allowed and free is not None,
        is_reserved=free == 0 and bool(count_free(licences, loans)),
    )


def _period(licences: list[Licence], loans: list[Loan]) -> int | None:
    """Return the days of a loan of the seat that is lent next; without a free seat, of the first licence in order."""
    seat = next_seat(licences, seats_taken(loans))
    if seat is not None:
        return seat.licence.period_days
    return min(licences, key=lending_order).period_days if licences else None


def may_borrow(viewer: Viewer, resource: Resource) -> bool:
    """Return whether the viewer has permission to borrow a resource now; a draft cannot be borrowed by anyone."""
    facts = access_facts(resource)
    return facts.is_open(viewer.now) and can(viewer, Action.BORROW, facts)


def _by_resource(rows: Iterable[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.resource_id].append(row)
    return groups

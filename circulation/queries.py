"""All reads of licences and loans; each begins with who is asking."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from access.actions import Action
from access.policy import can
from access.viewer import Viewer
from accounts.errors import NotFound
from circulation.availability import (
    active_licences,
    active_loans,
    active_loans_of,
    count_free,
    lending_order,
    next_seat,
    seats_taken,
)
from circulation.models import Licence, Loan
from repository.models import Resource
from repository.queries import access_facts, require_staff, resources_allowed

Row = TypeVar("Row", Licence, Loan)


@dataclass(frozen=True)
class LendingState:
    """How a resource is lent, as one viewer sees it.

    `free_seats` and `period_days` are None where no licence stands now; `all_out_until`, when the next seat is due back
    at the latest, is None while one is free. `may_borrow` says that it is lent to her, whether or not a seat is free.
    """

    free_seats: int | None = None
    period_days: int | None = None
    my_loan: Loan | None = None
    all_out_until: datetime | None = None
    may_borrow: bool = False


def lending_states(viewer: Viewer, resources: Iterable[Resource]) -> dict[UUID, LendingState]:
    """By UUID, how each of these is lent; in two questions to the database, however many they are."""
    resources = list(resources)
    licences = _by_resource(active_licences(resources, viewer.now))
    loans = _by_resource(active_loans_of(resources, viewer.now))
    return {
        resource.uuid: _state(viewer, resource, licences[resource.pk], loans[resource.pk]) for resource in resources
    }


def open_loan(viewer: Viewer, resource: Resource) -> Loan | None:
    """Her loan of it that still runs. One of what is withdrawn or no longer lent to her opens nothing."""
    if viewer.membership is None or not may_borrow(viewer, resource):
        return None
    return active_loans_of([resource], viewer.now).filter(borrower=viewer.membership).first()


def loans_of(viewer: Viewer) -> QuerySet[Loan]:
    """What she has borrowed and may still open, due first."""
    if viewer.membership is None:
        return Loan.objects.none()
    hers = active_loans(viewer.now).filter(borrower=viewer.membership)
    # Of hers alone: what is lent to her in all may be the whole catalogue.
    lent_to_her = resources_allowed(viewer, Action.BORROW).filter(pk__in=hers.values("resource"))
    return hers.filter(resource__in=lent_to_her).select_related("resource__owner").order_by("due_at", "pk")


def loan_for(viewer: Viewer, uuid: UUID | str) -> Loan:
    """One of her own loans, run out or not; raises NotFound for any other."""
    found = Loan.objects.filter(uuid=uuid, borrower__isnull=False)
    loan = found.filter(borrower=viewer.membership).select_related("resource").first()
    if loan is None:
        raise NotFound
    return loan


def licences_of(viewer: Viewer, resource: Resource) -> QuerySet[Licence]:
    """The licences by which a school lends it, for its librarians."""
    require_staff(viewer, resource.owner_id)
    return resource.licences.order_by("starts_at", "pk")


def licence_for(viewer: Viewer, uuid: UUID | str) -> Licence:
    """One licence, for the librarians of the school that owns what it lends; raises NotFound for others."""
    found = Licence.objects.filter(uuid=uuid).select_related("resource").first()
    if found is None:
        raise NotFound
    require_staff(viewer, found.resource.owner_id)
    return found


def _state(viewer: Viewer, resource: Resource, licences: list[Licence], loans: list[Loan]) -> LendingState:
    if not licences and not loans:
        return LendingState()
    free = count_free(licences, loans)
    lent_to_her = viewer.membership is not None and may_borrow(viewer, resource)
    mine = [loan for loan in loans if loan.borrower_id == viewer.membership]
    return LendingState(
        free_seats=free,
        period_days=_period(licences, loans),
        my_loan=mine[0] if mine and lent_to_her else None,
        all_out_until=loans[0].due_at if loans and not free else None,
        may_borrow=lent_to_her and free is not None,
    )


def _period(licences: list[Licence], loans: list[Loan]) -> int | None:
    """Of the seat that would be lent next, or of the first that comes back."""
    seat = next_seat(licences, seats_taken(loans))
    if seat is not None:
        return seat.licence.period_days
    return min(licences, key=lending_order).period_days if licences else None


def may_borrow(viewer: Viewer, resource: Resource) -> bool:
    """Whether its owner lends it to her now; drafts are lent to nobody, their librarians included."""
    facts = access_facts(resource)
    return facts.is_open(viewer.now) and can(viewer, Action.BORROW, facts)


def _by_resource(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.resource_id].append(row)
    return found

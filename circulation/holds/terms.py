"""Who may wait for what, how many holds a reader has at most, and how long a copy or seat is kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from access.actions import Action
from access.policy import can
from access.viewer import Viewer
from accounts.dates import end_of
from accounts.models import Membership
from circulation.copies.models import Copy
from circulation.holds.models import Hold
from circulation.licences.availability import active_licences
from circulation.licences.queries import may_borrow
from circulation.loans.models import Loan
from repository.models import Resource
from repository.queries import access_facts
from sharing.viewer import viewer_of_membership

MAX_OPEN = 10  # holds of a reader
PICKUP_DAYS, OFFER_DAYS = 7, 3
MAX_SUSPENSION = timedelta(days=366)


def window_end(wants: str, now: datetime) -> datetime:
    """Return until when a copy or seat that is ready now is kept: to the end of a day, in the school's time zone."""
    days = OFFER_DAYS if wants == Hold.Wants.SEAT else PICKUP_DAYS
    return end_of(localdate(now) + timedelta(days=days))


def may_wait(viewer: Viewer, resource: Resource, wants: str, school: int) -> bool:
    """Return whether the viewer may have a hold on the title with pickup at the school.

    For a seat: whoever may borrow one. For a printed copy: whoever may borrow, and the members of the school that holds
    the copy if they may discover the title; what its desk lends is up to its rules.
    """
    if viewer.membership is None:
        return False
    if may_borrow(viewer, resource):
        return True
    facts = access_facts(resource)
    at_home = wants == Hold.Wants.COPY and viewer.school == school
    return at_home and facts.is_open(viewer.now) and can(viewer, Action.DISCOVER, facts)


def still_may(hold: Hold, membership: Membership, now: datetime) -> bool:
    """Return whether the reader of a waiting hold may have what became free."""
    viewer = viewer_of_membership(membership, now=now)
    return may_wait(viewer, hold.resource, hold.wants, hold.pickup_school_id)


def lendable(resource: Resource, school: int | None = None) -> QuerySet[Copy]:
    """Return the copies of a title that are lent, at one school or all; some of them are on loan or kept."""
    copies = Copy.objects.filter(resource=resource, state=Copy.State.ON_SHELF, on_site_only=False)
    return copies if school is None else copies.filter(holder=school)


def available(resource: Resource, school: int | None = None) -> QuerySet[Copy]:
    """Return the copies that are on the shelf and kept for nobody."""
    on_loan = Loan.objects.filter(resource=resource, copy__isnull=False, ended_at=None)
    return lendable(resource, school).filter(ready_holds=None).exclude(pk__in=on_loan.values("copy"))


def is_lent(resource: Resource, wants: str, school: int, now: datetime) -> bool:
    """Return whether there is anything to wait for."""
    if wants == Hold.Wants.COPY:
        return lendable(resource, school).exists()
    return active_licences([resource], now).exists()

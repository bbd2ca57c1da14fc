"""Fixtures for holds: a title with printed copies at a school, its readers, and loans of copies."""

from datetime import timedelta
from itertools import count

from access.actions import Action
from access.viewer import Viewer
from accounts.models import Membership, Role, School
from circulation.holds import actions
from circulation.holds.models import Hold
from circulation.models import Copy, Loan
from repository.models import Resource
from sharing.viewer import system_viewer, viewer_of_membership
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_resource

_numbers = count(1)
DAY = timedelta(days=1)


def a_title(school: School | None = None, *, copies: int = 1, title: str = "Dế Mèn phiêu lưu ký") -> Resource:
    """Return a published title that its school's members discover, with copies on the shelf of that school."""
    school = school or SchoolFactory()
    resource = a_resource(school, title=title, opened={Action.DISCOVER: f"school:{school.pk}"})
    for _copy in range(copies):
        a_copy(resource)
    return resource


def a_copy(resource: Resource, *, holder: School | None = None, **columns: object) -> Copy:
    """Return a copy on the shelf."""
    barcode = f"TV{next(_numbers):06}"
    return Copy.objects.create(resource=resource, holder=holder or resource.owner, barcode=barcode, **columns)


def a_reader_of(resource: Resource, role: Role = Role.PUPIL) -> Membership:
    """Return a member of the school of the title."""
    return MembershipFactory(school=resource.owner, role=role)


def at(membership: Membership, days: float = 0) -> Viewer:
    """Return the viewer of a member some days later."""
    return viewer_of_membership(membership, now=NOW + days * DAY)


def desk(resource: Resource, days: float = 0) -> Viewer:
    """Return the viewer of the desk of the title's school some days later."""
    return system_viewer(resource.owner_id, now=NOW + days * DAY)


def lend(copy: Copy, membership: Membership, days: float = 0, period: int = 14) -> Loan:
    """Lend a copy as the desk does, and end the reader's hold."""
    started = NOW + days * DAY
    loan = Loan.objects.create(
        resource=copy.resource,
        copy=copy,
        borrower=membership,
        borrowing_school=membership.school,
        started_at=started,
        due_at=started + period * DAY,
    )
    actions.fulfil(copy, membership, by=desk(copy.resource, days))
    return loan


def take_back(copy: Copy, days: float = 0) -> Hold | None:
    """Return a copy as the desk does; return the hold for which it is kept."""
    ended = NOW + days * DAY
    Loan.objects.filter(copy=copy, ended_at=None).update(ended_at=ended, ended_how="returned", borrower=None)
    return actions.trap(copy, by=desk(copy.resource, days))


def wait_for(resource: Resource, membership: Membership, days: float = 0) -> Hold:
    """Place a hold on a copy, with pickup at the school of the title."""
    return actions.place(resource, wants="copy", school=resource.owner_id, by=at(membership, days))

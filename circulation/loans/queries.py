"""Reads of loans of printed copies, for one viewer."""

from django.db.models import QuerySet

from access.viewer import Viewer
from circulation.loans.models import Loan


def copies_on_loan(viewer: Viewer) -> QuerySet[Loan]:
    """Return the loans of copies that the person has not brought back, in all their roles, the first due first.

    Also of titles that are withdrawn or closed by now: the reader still has the copy.
    """
    if viewer.person is None:
        return Loan.objects.none()
    own = Loan.objects.filter(copy__isnull=False, ended_at=None, borrower__person=viewer.person)
    return own.select_related("resource__owner", "copy__holder").order_by("due_at", "pk")

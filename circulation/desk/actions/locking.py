"""Lock a copy for an act of the desk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from access.viewer import Viewer
from accounts.locks import lock
from circulation.copies.models import Copy
from circulation.loans.fair_lock import loan_lock
from circulation.loans.models import Loan
from repository.queries import require_staff
from workers import fault_injection


@contextmanager
def locked(copy: Copy, by: Viewer) -> Iterator[tuple[Copy, Loan | None]]:
    """Yield the copy as it is stored, with its title, and its open loan. Raise NotFound for other schools.

    Holds lock the title too: always the title first, then the copy.
    """
    require_staff(by, copy.holder_id)
    with loan_lock(), transaction.atomic():
        resource = lock(copy.resource)
        stored = lock(copy)
        stored.resource = resource
        loan = Loan.objects.filter(copy=stored, ended_at=None).select_related("borrower").first()
        if loan is not None:
            loan.copy, loan.resource = stored, resource
        fault_injection.point("desk.locked")
        yield stored, loan
        fault_injection.point("desk.written")
    fault_injection.point("desk.committed")

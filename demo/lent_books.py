"""Printed books of the demo on loan from the desk, some of them overdue, and library cards of the readers."""

from datetime import datetime, timedelta

from accounts.models import Membership, Role, School
from circulation.desk.actions import check_out, issue_missing_cards
from circulation.models import Copy, Loan
from demo.printed_books import AS_MARC
from repository.models import Resource
from sharing.viewer import system_viewer

COPIES_OF_EACH = 2
BORROWED_DAYS_AGO = (25, 18, 9, 3, 1)  # pupils have 14 days: the first two are overdue
ROOM = "Kho mượn"


def lend_printed_books(school: School, *, now: datetime) -> None:
    """Give the school's printed books copies where they have none, and lend some to its readers. Idempotent."""
    copies = _copies(school)
    members = Membership.objects.filter(school=school, role__in=(Role.PUPIL, Role.TEACHER), until=None)
    readers = list(members.order_by("-role", "pk")[:40])
    if not readers or Loan.objects.filter(copy__holder=school).exists():
        return
    issue_missing_cards(readers, by=system_viewer(school.pk, now=now))
    everything = frozenset({"limit_reached", "has_overdue"})
    for place, (copy, days) in enumerate(zip(copies[::2], BORROWED_DAYS_AGO, strict=False)):
        by = system_viewer(school.pk, now=now - timedelta(days=days))
        check_out(copy, readers[place % len(readers)], by=by, allow=everything)


def _copies(school: School) -> list[Copy]:
    """Return the copies of the printed books; make them at the first call."""
    titles = [title for title, *_others in AS_MARC]
    books = Resource.objects.filter(owner=school, title__in=titles).order_by("pk")
    for place, book in enumerate(books):
        if Copy.objects.filter(holder=school, resource=book).exists():
            continue
        for number in range(COPIES_OF_EACH):
            barcode = f"TK{place * COPIES_OF_EACH + number + 1:05}"
            fields = {"resource": book, "store": ROOM, "call_number": book.call_number[:80]}
            Copy.objects.get_or_create(holder=school, barcode=barcode, defaults=fields)
    return list(Copy.objects.filter(holder=school, resource__in=books).order_by("resource", "pk"))

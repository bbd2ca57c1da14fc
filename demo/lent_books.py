"""Printed books of the demo on loan from the desk, some of them overdue, and library cards of the readers."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from accounts.dates import format_date
from accounts.models import Membership, Role, School
from circulation.copies.actions import CopyValues, add_copies, enter_accession
from circulation.copies.queries import not_accessioned
from circulation.desk.actions import check_out, issue_missing_cards
from circulation.models import Copy, Loan
from demo.printed_books import AS_MARC
from repository.models import Resource
from sharing.viewer import system_viewer

COPIES_OF_EACH = 2
BORROWED_DAYS_AGO = (25, 18, 9, 3, 1)  # pupils have 14 days: the first two are overdue
ROOM, SOURCE, CATEGORY, SERIES = "Kho mượn", "Nhà sách Bến Nghé", "STK", "TK."
PRICE, VOUCHER = 45_000, "118"


def lend_printed_books(school: School, *, now: datetime) -> None:
    """Give the school's printed books copies where they have none, and lend some to its readers. Idempotent."""
    copies = _copies(school, now)
    members = Membership.objects.filter(school=school, role__in=(Role.PUPIL, Role.TEACHER), until=None)
    readers = list(members.order_by("-role", "pk")[:40])
    if not readers or Loan.objects.filter(copy__holder=school).exists():
        return
    issue_missing_cards(readers, by=system_viewer(school.pk, now=now))
    everything = frozenset({"limit_reached", "has_overdue"})
    for place, (copy, days) in enumerate(zip(copies[::2], BORROWED_DAYS_AGO, strict=False)):
        by = system_viewer(school.pk, now=now - timedelta(days=days))
        check_out(copy, readers[place % len(readers)], by=by, allow=everything)


def _copies(school: School, now: datetime) -> list[Copy]:
    """Return the copies of the printed books; enter them into both registers at the first call."""
    titles = [title for title, *_others in AS_MARC]
    by = system_viewer(school.pk, now=now)
    for book in Resource.objects.filter(owner=school, title__in=titles).order_by("pk"):
        if not Copy.objects.filter(holder=school, resource=book).exists():
            values = CopyValues(store=ROOM, source=SOURCE, category=CATEGORY, price=PRICE, call_number=book.call_number)
            add_copies(book, count=COPIES_OF_EACH, values=values, first_number=SERIES, by=by)
    if not_accessioned(by).exists():
        day = localdate(now)
        enter_accession(source=None, day=day, voucher=f"{VOUCHER} – {format_date(day)}", note="", by=by)
    held = Copy.objects.filter(holder=school, resource__title__in=titles)
    return list(held.select_related("resource").order_by("resource", "pk"))

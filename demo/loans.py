"""Loans of the last months in the demo: pupils borrowed the book that is lent and returned it; all seats are free."""

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import Person, Role, School
from circulation.licences.actions import borrow, return_loan
from circulation.models import Licence, Loan
from repository.models import Resource
from sharing.viewer import viewer_for

SPAN = timedelta(days=30)
LOANS = (6, 11, 17, 9)  # in each span, the oldest first
SINCE = SPAN * len(LOANS)  # before now: the licence begins
RETURNED_AFTER = timedelta(days=1)


def lend_to_pupils(school: School, title: str, *, now: datetime) -> None:
    """Let the pupils of the school borrow its book of this title, one after another. Idempotent."""
    book = Resource.objects.filter(owner=school, title=title).first()
    licensed = Licence.objects.filter(resource=book, starts_at__lte=now - SINCE)
    if book is None or not licensed.exists() or Loan.objects.filter(resource=book).exists():
        return
    pupils = Person.objects.filter(memberships__school=school, memberships__role=Role.PUPIL).order_by("pk")
    viewers = [viewer_for(pupil, now=now) for pupil in pupils]
    for place, at in enumerate(_moments(now)):
        pupil = viewers[place % len(viewers)]
        loan = borrow(book, by=replace(pupil, now=at))
        return_loan(loan, by=replace(pupil, now=at + RETURNED_AFTER))


def _moments(now: datetime) -> list[datetime]:
    begins = [now - SINCE + SPAN * place for place in range(len(LOANS))]
    return [begin + SPAN / number * loan for begin, number in zip(begins, LOANS, strict=True) for loan in range(number)]

"""The viewer's loans as cards: due first, with their state, and at most as many as asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from circulation.models import Loan
from reading.loan_cards import DUE_SOON_DAYS, loan_cards
from reading.primary_action import StatusTone
from sharing.viewer import viewer_for
from tests.factories import a_visitor
from tests.reading.conftest import a_book, a_reader, lend_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_store")]


def test_loans_are_listed_due_first_with_a_tone_for_those_due_soon() -> None:
    teacher, colleague = a_reader(), a_reader()
    books = [a_book(title=title) for title in ("Sách sau", "Sách trước", "Sách người khác")]
    for book, reader in zip(books, (teacher, teacher, colleague), strict=True):
        lend_to(book, reader)
        reader.borrow(book)
    soon = timezone.now() + timedelta(days=DUE_SOON_DAYS)
    Loan.objects.filter(resource=books[1]).update(due_at=soon)
    viewer = viewer_for(teacher.person, now=timezone.now())

    cards = loan_cards(viewer)

    assert [card.resource.title for card in cards] == ["Sách trước", "Sách sau"]
    assert [card.tone for card in cards] == [StatusTone.WAITING, StatusTone.AVAILABLE]
    assert [card.resource.title for card in loan_cards(viewer, 1)] == ["Sách trước"]
    assert loan_cards(a_visitor()) == []

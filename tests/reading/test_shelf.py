"""My shelf: borrowing, reading on, returning; and no loans of others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from access.actions import Action
from circulation.models import Loan
from tests.reading.conftest import Reader, a_book, a_reader, first_page, lend_to, open_to

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store")]


def address(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"reading:{name}", args=args)


@pytest.fixture
def teacher() -> Reader:
    return a_reader()


def test_borrowing_continues_to_the_page_and_adds_the_loan_to_the_shelf(teacher: Reader) -> None:
    book = a_book()
    lend_to(book, teacher)
    wanted = address("read", book.uuid) + f"?trang={first_page(book).uuid}&q=quoc+phong"

    answer = teacher.client.post(address("borrow", book.uuid), {"next": wanted})

    assert (answer.status_code, answer["Location"]) == (302, wanted)
    assert teacher.client.get(wanted).status_code == 200
    shelf = teacher.client.get(address("shelf")).content.decode()
    assert "Giáo dục công dân 6" in shelf
    assert "Continue reading" in shelf
    assert 'class="result result--loan"' in shelf


def test_returning_takes_one_request_and_closes_the_pages(teacher: Reader) -> None:
    book = a_book()
    lend_to(book, teacher)
    loan = teacher.borrow(book)

    answer = teacher.client.post(address("return", loan.uuid), follow=True)

    assert "Nothing borrowed" in answer.content.decode()
    assert teacher.client.get(address("read", book.uuid)).status_code == 403
    loan.refresh_from_db()
    assert loan.borrower_id is None


def test_a_loan_can_be_returned_by_its_borrower_only(teacher: Reader) -> None:
    book, other = a_book(), a_reader()
    lend_to(book, teacher)
    loan = teacher.borrow(book)

    assert other.client.post(address("return", loan.uuid)).status_code == 404
    assert Loan.objects.filter(pk=loan.pk, ended_at=None).exists()


def test_loans_are_sorted_by_due_date_and_show_it(teacher: Reader) -> None:
    later, sooner = a_book(title="Sách sau"), a_book(title="Sách trước")
    for book in (later, sooner):
        lend_to(book, teacher)
        teacher.borrow(book)
    Loan.objects.filter(resource=sooner).update(due_at=timezone.now() + timedelta(minutes=5))

    shelf = teacher.client.get(address("shelf")).content.decode()

    assert shelf.index("Sách trước") < shelf.index("Sách sau")
    assert "Due t" in shelf
    assert "Borrowed until" in shelf


def test_a_next_address_on_another_site_is_ignored(teacher: Reader) -> None:
    book = a_book()
    lend_to(book, teacher)

    answer = teacher.client.post(address("borrow", book.uuid), {"next": "https://example.org/"})

    assert answer["Location"] == address("read", book.uuid)


def test_visitors_must_sign_in_and_get_requests_change_nothing(teacher: Reader) -> None:
    book = a_book()
    lend_to(book, teacher)

    assert "login" in Client().get(address("shelf"))["Location"]
    assert "login" in Client().post(address("borrow", book.uuid))["Location"]
    assert teacher.client.get(address("borrow", book.uuid)).status_code == 405
    assert not Loan.objects.exists()


def test_a_loan_that_is_not_allowed_is_refused_with_a_sentence(teacher: Reader) -> None:
    book, other = a_book(), a_reader()
    lend_to(book, other)

    assert teacher.client.post(address("borrow", book.uuid)).status_code == 404
    open_to(book, Action.DISCOVER)
    answer = teacher.client.post(address("borrow", book.uuid))
    assert answer.status_code == 403
    assert "You cannot borrow this" in answer.content.decode()

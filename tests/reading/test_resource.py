"""The screen of one resource: the primary action, and what each viewer sees of the inside."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from access.actions import Action
from accounts.dates import format_date
from repository.actions import Description, update_record
from repository.models import Resource
from sharing.viewer import system_viewer
from tests.reading.conftest import a_book, a_reader, attach, first_page, lend_to, open_to

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store")]


def address(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"reading:{name}", args=args)


def of_one_edition(book: Resource) -> Resource:
    description = Description(title=book.title, isbn="9786040000001")
    return update_record(book, description=description, by=system_viewer(book.owner_id, now=timezone.now()))


def test_a_free_book_is_read_at_once_and_shows_pages_and_contents() -> None:
    book = a_book(subjects=["gdcd"], grades=[6])
    open_to(book, Action.READ)

    shown = Client().get(address("resource", book.uuid)).content.decode()

    assert "Read now" in shown
    assert address("page_thumbnail", book.uuid, first_page(book).uuid) in shown
    assert "Chương 0" in shown
    assert "Civic education" in shown
    assert "Grade 6" in shown


def test_a_viewer_who_may_only_discover_sees_no_page_and_no_heading() -> None:
    book, stranger = a_book(), a_reader()
    open_to(book, Action.DISCOVER)

    shown = stranger.client.get(address("resource", book.uuid)).content.decode()

    assert "Giáo dục công dân 6" in shown
    assert "its school has not given you access" in shown
    assert "Chương 0" not in shown
    assert address("page_thumbnail", book.uuid, first_page(book).uuid) not in shown


def test_a_resource_that_the_viewer_may_not_discover_is_not_found() -> None:
    book, stranger = a_book(), a_reader()

    for name in ("resource", "qr_code"):
        assert stranger.client.get(address(name, book.uuid)).status_code == 404
        assert Client().get(address(name, book.uuid)).status_code == 404


def test_a_lent_book_offers_the_loan_and_continues_to_the_words() -> None:
    book, teacher = a_book(), a_reader()
    lend_to(book, teacher)
    page = first_page(book)

    shown = teacher.client.get(address("resource", book.uuid), {"q": "quoc phong", "trang": str(page.uuid)})

    assert "Borrow for 14 days" in shown.content.decode()
    assert f"trang={page.uuid}&amp;q=quoc+phong" in shown.content.decode()


def test_when_all_seats_are_taken_the_screen_shows_until_when() -> None:
    book, first, second = a_book(), a_reader(), a_reader()
    lend_to(book, first)
    open_to(book, Action.BORROW)
    loan = first.borrow(book)

    shown = second.client.get(address("resource", book.uuid)).content.decode()

    assert f"one is free by {format_date(loan.due_at)}" in shown
    assert "Borrow for" not in shown


def test_a_draft_is_visible_to_its_librarians_only() -> None:
    book, stranger = a_book(), a_reader(role="librarian")
    librarian = a_reader(book.owner, role="librarian")
    type(book).objects.filter(pk=book.pk).update(state="draft")

    assert "Draft: only" in librarian.client.get(address("resource", book.uuid)).content.decode()
    assert stranger.client.get(address("resource", book.uuid)).status_code == 404


def test_files_are_offered_if_the_resource_is_free_and_not_if_it_is_lent() -> None:
    book, teacher = a_book(), a_reader()
    file = attach(book, "original", b"%PDF-1.4", "sach.pdf", "application/pdf")
    lend_to(book, teacher)
    teacher.borrow(book)
    download = address("original", book.uuid, file.uuid)

    assert download not in teacher.client.get(address("resource", book.uuid)).content.decode()
    open_to(book, Action.READ)
    assert download in teacher.client.get(address("resource", book.uuid)).content.decode()


@pytest.mark.parametrize("rights", ["unknown", "in_copyright"])
def test_its_page_says_that_rights_stop_downloads(rights: str) -> None:
    book, free = a_book(rights=rights), a_book()
    librarian = a_reader(book.owner, role="librarian")
    for resource in (book, free):
        open_to(resource, Action.READ)
        attach(resource, "original", b"%PDF-1.4", "sach.pdf", "application/pdf")
    page, open_page = (Client().get(address("resource", r.uuid)).content.decode() for r in (book, free))
    assert "you can read it here page by page" in page
    assert "sach.pdf" not in page
    assert "page by page" not in open_page
    of_librarian = librarian.client.get(address("resource", book.uuid)).content.decode()
    assert "Only your school’s librarians can download the file" in of_librarian
    assert "sach.pdf" in of_librarian
    assert "bulk/repository/resource/clear_rights/" in of_librarian


def test_other_holders_are_named_only_if_the_viewer_may_discover_them() -> None:
    book, open_one, closed_one = (of_one_edition(a_book()) for _ in range(3))
    open_to(book, Action.DISCOVER)
    open_to(open_one, Action.READ)

    shown = Client().get(address("resource", book.uuid)).content.decode()

    assert open_one.owner.name in shown
    assert closed_one.owner.name not in shown


def test_the_qr_code_is_an_image() -> None:
    book = a_book()
    open_to(book, Action.DISCOVER)

    answer = Client().get(address("qr_code", book.uuid))

    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert b"<svg" in answer.content


def test_invalid_parameters_of_a_deep_link_are_ignored() -> None:
    book = a_book()
    open_to(book, Action.READ)

    assert Client().get(address("resource", book.uuid), {"trang": "x' OR 1", "t": "-5", "q": "\0"}).status_code == 200


def test_actions_with_the_same_reason_share_one_explanation() -> None:
    book, teacher, stranger = a_book(), a_reader(), a_reader()
    lend_to(book, teacher)
    with translation.override("en"):
        why = reverse("sharing:why", args=[book.uuid])

    part = teacher.client.get(why, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "It can be borrowed." in part
    assert part.count(f"Because {book.owner.name} decided") == 1
    assert "<html" in teacher.client.get(why).content.decode()
    assert stranger.client.get(why).status_code == 404

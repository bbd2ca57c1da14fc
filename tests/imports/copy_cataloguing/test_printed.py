"""A printed book and its copies in one step: found by its ISBN, in the catalogue already, or written by hand."""

import pytest
from django.urls import reverse

from access.actions import Action
from accounts.models import Role
from circulation.models import Copy
from imports.copy_cataloguing.models import Candidate, ScannedBook
from repository.models import Resource
from repository.queries import is_allowed
from tests.circulation.shelf import a_printed_book
from tests.factories import MembershipFactory, SchoolFactory, a_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
ISBN = "9786042091169"
COPIES = {"count": "2", "price": "45.000", "store": "Kho A", "condition": "new", "publishes": "on"}


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def browser(client, school):
    client.force_login(MembershipFactory(school=school, role=Role.LIBRARIAN).person)
    return client


def scan(browser):
    answer = browser.post(reverse("copy_cataloguing:printed"), {"entry": ISBN})
    assert answer.status_code == 302
    return answer.headers["Location"], ScannedBook.objects.get()


def test_a_found_record_becomes_a_published_book_with_copies(browser, school):
    url, book = scan(browser)
    assert "hx-get" in browser.get(url).content.decode()
    Candidate.objects.create(book=book, source="Thư viện tỉnh", values={"title": "Dế Mèn phiêu lưu kí"}, score=5)
    ScannedBook.objects.update(state=ScannedBook.State.FOUND)
    assert "Dế Mèn phiêu lưu kí" in browser.get(url, headers={"HX-Request": "true"}).content.decode()
    browser.post(url, COPIES)
    made = Resource.objects.get()
    assert (made.title, made.state, made.copies.count()) == ("Dế Mèn phiêu lưu kí", "published", 2)
    assert is_allowed(a_viewer(school=school), Action.DISCOVER, made)
    assert set(Copy.objects.values_list("store", "price")) == {("Kho A", 45000)}


def test_a_book_that_the_school_has_gets_the_copies(browser, school):
    held = a_printed_book(school, isbn=ISBN)
    url, _book = scan(browser)
    browser.post(url, COPIES)
    assert (Resource.objects.count(), held.copies.count()) == (1, 2)


def test_a_book_without_isbn_is_written_by_hand(browser):
    url = reverse("copy_cataloguing:printed_without_isbn")
    assert b"field__error" in browser.post(url, COPIES).content  # no title
    assert not Copy.objects.exists()
    browser.post(url, {**COPIES, "title": "Truyện cổ nước mình", "publishes": ""})
    made = Resource.objects.get()
    assert (made.title, made.state, made.copies.count()) == ("Truyện cổ nước mình", "draft", 2)


def test_a_taken_number_leaves_no_record_behind(browser, school):
    other = a_printed_book(school)
    Copy.objects.create(resource=other, holder=school, barcode="A1")
    url = reverse("copy_cataloguing:printed_without_isbn")
    page = browser.post(url, {**COPIES, "title": "Truyện cổ", "first_number": "B1", "first_barcode": "A1"})
    assert "A1" in page.content.decode()
    assert Resource.objects.count() == 1
    assert Copy.objects.count() == 1


def test_what_is_no_isbn_is_refused_with_a_reason(browser):
    answer = browser.post(reverse("copy_cataloguing:printed"), {"entry": "12345"})
    assert answer.status_code == 200
    assert "message--error" in answer.content.decode()

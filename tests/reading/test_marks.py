"""Bookmarks in the reader, by script or by form, for those who may read the page; reading recorded on request."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from access.actions import Action
from personal import actions, queries
from personal.models import HistoryEntry
from repository.models import Resource
from sharing.viewer import viewer_for
from tests.reading.conftest import Reader, a_book, a_reader, lend_to, open_to

pytestmark = [
    pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store"), pytest.mark.backend_independent
]  # fmt: skip
JSON = {"HTTP_ACCEPT": "application/json"}


def address(name: str, resource: Resource) -> str:
    return reverse(f"reading:{name}", args=[resource.uuid])


def viewer(reader: Reader):
    from django.utils import timezone

    return viewer_for(reader.person, now=timezone.now())


def test_a_page_is_marked_by_script_or_by_form_and_listed(in_store: None) -> None:
    book, reader = a_book(), a_reader()
    open_to(book, Action.READ)
    first, second, _third = book.pages.all()
    mark = address("mark_page", book)

    assert reader.client.post(mark, {"page": first.uuid, "on": "1"}, **JSON).status_code == 204
    to_page = reader.client.post(mark, {"page": second.uuid, "on": "1"})

    assert (to_page.status_code, to_page["Location"]) == (302, f"{address('read', book)}?trang={second.uuid}")
    pages = json.loads(reader.client.get(address("book", book)).content)["pages"]
    assert [page["marked"] for page in pages] == [True, True, False]
    listed = reader.client.get(reverse("reading:bookmarks")).content.decode()
    assert "Trang i " in listed
    assert "Trang ii " in listed
    reader.client.post(mark, {"page": first.uuid, "on": "0"}, **JSON)
    assert queries.marked_pages(viewer(reader), book) == {second.uuid}


def test_only_a_page_that_may_be_read_is_marked(in_store: None) -> None:
    book, closed, reader = a_book(), a_book(title="Đóng"), a_reader()
    open_to(book, Action.READ)
    open_to(closed, Action.DISCOVER)
    page = {"page": closed.pages.first().uuid, "on": "1"}
    assert reader.client.post(address("mark_page", closed), page).status_code == 403
    assert reader.client.post(address("mark_page", book), page).status_code == 404
    assert Client().post(address("mark_page", book), page).status_code == 302
    assert not queries.bookmarks_of(viewer(reader)).exists()


def test_reading_is_recorded_on_the_site_only_for_those_who_asked(in_store: None) -> None:
    book, reader = a_book(), a_reader()
    open_to(book, Action.READ)
    third = book.pages.last()

    assert 'data-position-store="browser"' in reader.client.get(address("read", book)).content.decode()
    reader.client.post(address("remember", book), {"page": third.uuid})
    assert not HistoryEntry.objects.exists()

    actions.save_choices(subjects=[], grades=[], records_reading=True, by=viewer(reader))
    assert reader.client.post(address("remember", book), {"page": "x"}).status_code == 400
    reader.client.post(address("remember", book), {"page": third.uuid})
    shown = reader.client.get(address("read", book))
    assert 'data-position-store="history"' in shown.content.decode()
    assert shown.context["book_page"].page == third
    assert book.title in reader.client.get(reverse("reading:history")).content.decode()
    reader.client.post(address("forget", book))
    assert not HistoryEntry.objects.exists()


def test_a_recorded_loan_is_remembered_after_its_return(in_store: None) -> None:
    book, reader = a_book(), a_reader()
    lend_to(book, reader)
    loan = reader.borrow(book)
    actions.save_choices(subjects=[], grades=[], records_reading=True, by=viewer(reader))
    reader.client.post(address("remember", book), {"page": book.pages.last().uuid})
    shown = reader.client.get(address("read", book)).content.decode()
    assert reverse("reading:return", args=[loan.uuid]) in shown
    assert "Bạn mượn đến " in shown
    reader.client.post(reverse("reading:return", args=[loan.uuid]))
    assert HistoryEntry.objects.get().resource == book
    assert reader.client.get(address("read", book)).status_code == 403, "the record gives no access"


def test_the_export_has_what_is_stored_of_the_person_and_of_nobody_else(in_store: None) -> None:
    book, reader, other = a_book(), a_reader(), a_reader()
    open_to(book, Action.READ)
    for person, name in ((reader, "Đọc hè"), (other, "Của người khác")):
        by = viewer(person)
        actions.put_into_lists(book, lists=[actions.create_list(name=name, by=by)], by=by)
        actions.mark_page(book.pages.first(), by=by)
    answer = reader.client.get(reverse("reading:export"))
    assert answer["Content-Disposition"] == 'attachment; filename="tu-sach.json"'
    data = json.loads(answer.content)
    assert data["account"]["username"] == reader.person.username
    assert [(own["name"], own["entries"][0]["title"]) for own in data["lists"]] == [("Đọc hè", book.title)]
    assert [mark["page"] for mark in data["bookmarks"]] == ["i"]
    assert data["history"] == data["loans"] == []
    Resource.objects.filter(pk=book.pk).update(state=Resource.State.WITHDRAWN)
    hidden = reader.client.get(reverse("reading:export")).content.decode()
    assert book.title not in hidden
    assert str(book.uuid) in hidden

"""Readers see how many printed copies are on the shelf, and a printed book without files is never opened."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from circulation.models import Copy, Loan
from reading.lending import lending_states
from reading.primary_action import ActionKind, primary_action
from repository.models import CopyData
from tests.circulation.shelf import a_copy, a_printed_book
from tests.factories import NOW, MembershipFactory, a_librarian, a_resource, a_viewer
from tests.reading.conftest import a_book

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def action_for(viewer, resource):
    return primary_action(viewer, resource, lending_states(viewer, [resource])[resource.uuid])


def lend(copy):
    borrower = MembershipFactory(school=copy.holder)
    terms = {"started_at": NOW, "due_at": NOW + timedelta(days=14), "borrowing_school": copy.holder}
    Loan.objects.create(resource=copy.resource, copy=copy, borrower=borrower, **terms)


def test_free_copies_are_counted_with_their_place():
    book = a_printed_book()
    for number in range(3):
        a_copy(book, barcode=f"A{number}", call_number="895.9223 TOH", store="Kho thiếu nhi")
    lend(Copy.objects.get(barcode="A0"))
    a_copy(book, barcode="A3", state=Copy.State.LOST)
    a_copy(book, barcode="A4", state=Copy.State.REMOVED)
    action = action_for(a_viewer(), book)
    assert action.kind is ActionKind.LOOK
    assert action.state == "2/3 bản sách còn trên giá, 895.9223 TOH, Kho thiếu nhi"
    assert action.tone == "available"
    lend(Copy.objects.get(barcode="A1"))
    lend(Copy.objects.get(barcode="A2"))
    assert action_for(a_viewer(), book).tone == "waiting"


def test_its_librarian_is_not_offered_to_read_a_printed_book():
    book = a_printed_book()
    librarian = a_librarian(book.owner)
    assert action_for(librarian, book).kind is ActionKind.READ  # nothing says that it is printed
    CopyData.objects.create(resource=book, school=book.owner, position=0, count=2)
    assert action_for(librarian, book).kind is ActionKind.LOOK


def test_a_book_with_pages_is_read_and_its_copies_stand_beside():
    book = a_book()
    a_copy(book, barcode="A1")
    action = action_for(a_librarian(book.owner), book)
    assert action.kind is ActionKind.READ
    assert action.shelf == "1/1 bản sách còn trên giá"


def test_many_resources_cost_as_many_queries_as_one():
    viewer = a_viewer()
    books = [a_printed_book() for _ in range(4)]
    for place, book in enumerate(books):
        a_copy(book, barcode=f"B{place}")
    with CaptureQueriesContext(connection) as one:
        lending_states(viewer, books[:1])
    with CaptureQueriesContext(connection) as all_of_them:
        lending_states(viewer, books)
    assert len(one) == len(all_of_them) <= 4


def test_copies_of_a_hidden_record_are_not_shown(client):
    hidden = a_resource()
    a_copy(hidden)
    shown = a_printed_book()
    a_copy(shown, barcode="A9", call_number="510 TOA")
    client.force_login(MembershipFactory(role=Role.TEACHER).person)
    assert client.get(reverse("reading:resource", args=[hidden.uuid])).status_code == 404
    page = client.get(reverse("reading:resource", args=[shown.uuid])).content.decode()
    assert "1/1 bản sách còn trên giá, 510 TOA" in page

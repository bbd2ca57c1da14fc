"""Printing: pages by their printed numbers, at most twenty at once, of books whose files are free to download."""

import pytest
from django.urls import reverse

from access.actions import Action
from repository.models import Resource
from tests.reading.conftest import a_book, a_reader, lend_to, open_to

pytestmark = [
    pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store"), pytest.mark.backend_independent
]  # fmt: skip


def address(resource: Resource, name: str = "print") -> str:
    return reverse(f"reading:{name}", args=[resource.uuid])


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        ({"tu": "ii", "den": "1"}, ["ii", "1"]),
        ({"tu": "1", "den": "i"}, ["i", "ii", "1"]),
        ({"tu": "ii"}, ["ii"]),
        ({"tu": "99", "den": "1"}, ["1"]),
        ({}, ["i"]),
    ],
)
def test_the_pages_between_two_printed_numbers(numbers: dict[str, str], printed: list[str]) -> None:
    book, reader = a_book(), a_reader()
    open_to(book, Action.READ)
    shown = reader.client.get(address(book), numbers)
    assert [page.label for page in shown.context["pages"]] == printed
    assert book.title in shown.content.decode()


def test_at_most_twenty_pages_at_once() -> None:
    book, reader = a_book([f"Trang {number}" for number in range(30)]), a_reader()
    open_to(book, Action.READ)
    shown = reader.client.get(address(book), {"tu": "i", "den": "25"})
    assert len(shown.context["pages"]) == 20
    assert shown.context["left_out"]


def test_what_is_lent_or_protected_is_not_printed_but_by_its_librarian() -> None:
    lent, protected, reader = a_book(title="Cho mượn"), a_book(title="Bảo vệ", protected=True), a_reader()
    lend_to(lent, reader)
    reader.borrow(lent)
    open_to(protected, Action.READ)
    for book in (lent, protected):
        assert reader.client.get(address(book, "read")).status_code == 200
        assert 'id="print-link"' not in reader.client.get(address(book, "read")).content.decode()
        refused = reader.client.get(address(book))
        assert refused.status_code == 403
        assert "không cho phép in" in refused.content.decode()
    librarian = a_reader(protected.owner, role="librarian")
    assert librarian.client.get(address(protected)).status_code == 200

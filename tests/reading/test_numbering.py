"""The librarian sets printed page numbers; readers find pages by them at once."""

import pytest
from django.urls import reverse

from access.actions import Action
from accounts.models import AuditEntry
from repository.models import Resource
from tests.reading.conftest import Reader, a_book, a_reader, open_to

pytestmark = [
    pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store"), pytest.mark.backend_independent
]  # fmt: skip


@pytest.fixture
def book() -> Resource:
    resource = a_book([f"Trang {number}" for number in range(6)])
    open_to(resource, Action.READ)
    return resource


@pytest.fixture
def librarian(book: Resource) -> Reader:
    return a_reader(book.owner, role="librarian")


def address(resource: Resource, name: str = "number_pages") -> str:
    return reverse(f"reading:{name}", args=[resource.uuid])


def labels(resource: Resource) -> list[str]:
    return [page.label for page in resource.pages.order_by("order_key")]


def test_pages_are_numbered_from_the_pictures_that_the_librarian_names(book: Resource, librarian: Reader) -> None:
    before = labels(book)
    tried = librarian.client.post(address(book), {"body": "4", "front": "2", "try": "1"})
    assert (tried.status_code, labels(book)) == (200, before), "only tried"
    assert "trang ii" in tried.content.decode()
    assert f'href="{address(book)}"' in librarian.client.get(address(book, "resource")).content.decode(), "in its bar"

    assert librarian.client.post(address(book), {"body": "4", "front": "2"}).status_code == 302

    assert labels(book) == ["[1]", "i", "ii", "1", "2", "3"]
    assert AuditEntry.objects.filter(verb="resource.number_pages", target=book.uuid).count() == 1
    for typed, position in (("iii", None), ("II", 2), ("Tr. 2", 4), ("5", 4), ("trang 1", 3)):
        found = a_reader().client.get(address(book, "read"), {"so": typed}).context["book_page"]
        assert found.number == (position if position is not None else 0), typed


@pytest.mark.parametrize("wrong", [{"body": "7"}, {"body": "0"}, {"body": ""}, {"body": "2", "front": "2"}])
def test_positions_that_cannot_be_change_nothing(book: Resource, librarian: Reader, wrong: dict[str, str]) -> None:
    before = labels(book)
    refused = librarian.client.post(address(book), wrong)
    assert (refused.status_code, labels(book)) == (400, before)
    assert "field__error" in refused.content.decode()


def test_only_its_librarian_numbers_the_pages(book: Resource) -> None:
    for reader in (a_reader(), a_reader(role="librarian"), a_reader(book.owner)):
        assert reader.client.post(address(book), {"body": "4"}).status_code == 404

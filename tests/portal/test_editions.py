"""Holdings of one edition on the desk and in the results: joined by a librarian, one entry with its holders, parted."""

import pytest
from django.test import Client
from django.urls import reverse

from access.actions import Action
from repository.models import Resource
from tests.factories import a_draft, a_resource
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
SEEN = {Action.DISCOVER: "everyone"}


@pytest.fixture
def books(client: Client, schools: tuple[Holding, Holding]) -> tuple[Resource, Resource]:
    """Return the same book of two schools; the librarian of the first is signed in."""
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    one, other = (a_resource(holding.school, title="Dế Mèn", year=2020, opened=SEEN) for holding in schools)
    return one, other


def test_a_librarian_joins_and_parts(client: Client, books: tuple[Resource, Resource]) -> None:
    own, other = books
    address = reverse("resource:edition", args=[own.pk])
    assert "Đây là cùng một lần xuất bản" in client.get(address).content.decode()
    before = own.edition_id
    assert client.post(address, {"other": str(other.uuid)}).status_code == 302
    own.refresh_from_db()
    assert own.edition_id == other.edition_id
    assert other.owner.name in client.get(address).content.decode()
    client.post(address)
    own.refresh_from_db()
    assert own.edition_id == before


@pytest.mark.parametrize("other", ["x", "8f14e45f-ceea-467f-a8a2-1d5b8f4d3c11"])
def test_what_does_not_exist_is_not_joined(client: Client, books: tuple[Resource, Resource], other: str) -> None:
    before = books[0].edition_id
    assert client.post(reverse("resource:edition", args=[books[0].pk]), {"other": other}).status_code in (400, 404)
    books[0].refresh_from_db()
    assert books[0].edition_id == before


def test_a_draft_of_another_school_is_never_offered(client: Client, schools, books) -> None:
    a_draft(schools[1].school, title="Dế Mèn", year=2020)
    page = client.get(reverse("resource:edition", args=[books[0].pk]))
    assert [one.pk for one in page.context["page"].rows] == [books[1].pk]

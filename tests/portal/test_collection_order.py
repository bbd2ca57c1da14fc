"""The screen of a collection's order: a form for each row, and Wagtail's script that reports a dragged one."""

import pytest
from django.test import Client

from bench.schools import fill_collection
from portal.desk.collection_order import ROWS_ON_A_PAGE
from repository.models import Collection
from tests.factories import a_draft
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ordered(client: Client, schools: tuple[Holding, Holding]) -> Collection:
    """Return a collection of 52 resources, the own one first, and sign its librarian in."""
    own = schools[0]
    client.force_login(own.librarian, backend=BACKEND)
    own.collection.entries.all().delete()
    drafts = [a_draft(own.school, title=f"Tập {number:02}") for number in range(1, ROWS_ON_A_PAGE + 3)]
    fill_collection(own.collection, drafts)
    return own.collection


def titles(collection: Collection) -> list[str]:
    return list(collection.resources.order_by("entries__position", "entries__pk").values_list("title", flat=True))


def key(collection: Collection, title: str) -> int:
    return collection.resources.get(title=title).pk


def test_a_form_sends_a_resource_to_any_place_and_shows_it_there(client: Client, ordered: Collection) -> None:
    address = f"/quan-tri/bo-suu-tap/order/{ordered.pk}/"
    screen = client.get(address).content.decode()
    assert ("Tập 50" in screen, "Tập 51" in screen) == (True, False)

    answer = client.post(address, {"resource": key(ordered, "Tập 01"), "place": "52"})
    assert titles(ordered)[-2:] == ["Tập 52", "Tập 01"]
    assert answer["Location"] == f"{address}?trang=2#resource-{key(ordered, 'Tập 01')}"
    client.post(address, {"resource": key(ordered, "Tập 52"), "place": "1"})
    assert titles(ordered)[0] == "Tập 52"

    before = titles(ordered)
    for place in ("", "-3", "hai", "1.5"):
        assert client.post(address, {"resource": key(ordered, "Tập 02"), "place": place}).status_code == 302
    assert titles(ordered) == before


def test_a_dragged_row_lands_among_those_of_its_page(client: Client, ordered: Collection) -> None:
    screen = client.get(f"/quan-tri/bo-suu-tap/order/{ordered.pk}/?trang=2").content.decode()
    url = next(word for word in screen.split('"') if word.endswith("/999999/"))
    assert url == f"/quan-tri/bo-suu-tap/order/{ordered.pk}/51/52/999999/"

    def drag(title: str, end: str) -> int:
        return client.post(url.replace("999999", str(key(ordered, title))) + end).status_code

    assert drag("Tập 52", "?position=0") == 204
    assert titles(ordered)[-2:] == ["Tập 52", "Tập 51"]
    assert drag("Tập 52", "") == 204
    assert titles(ordered)[-2:] == ["Tập 51", "Tập 52"]


def test_the_order_of_another_school_is_not_found(
    client: Client, ordered: Collection, schools: tuple[Holding, Holding]
) -> None:
    other = schools[1].collection
    address, resource = f"/quan-tri/bo-suu-tap/order/{other.pk}/", schools[1].resource.pk
    assert client.get(address).status_code == 404
    assert client.post(address, {"resource": resource, "place": "1"}).status_code == 404
    assert client.post(f"{address}1/1/{resource}/?position=0").status_code == 404
    assert client.post(f"/quan-tri/bo-suu-tap/order/{ordered.pk}/1/1/{resource}/").status_code == 404

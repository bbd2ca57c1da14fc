"""The page of a collection: in its order, only what the viewer may discover, and a filter of the results."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from access.actions import Action
from access.labels import EVERYONE, school_audience
from accounts.models import Role, School
from repository.actions import add_to_collection, make_collection, move_in_collection
from repository.models import Collection, Resource
from sharing.viewer import system_viewer
from tests.factories import NOW, SchoolFactory, a_draft, a_resource
from tests.reading.conftest import a_reader

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.backend_independent]


@pytest.fixture
def school() -> School:
    return SchoolFactory(name="Trường THCS Nguyễn Du")


def a_collection(school: School, *resources: Resource, name: str = "Ôn thi", is_shown: bool = True) -> Collection:
    by = system_viewer(school.pk, now=NOW)
    made = make_collection(school=school, name=name, description="Đọc <b>theo thứ tự</b>.", is_shown=is_shown, by=by)
    for resource in resources:
        add_to_collection(made, resource=resource, by=by)
    return made


def page_of(collection: Collection, client: Client | None = None) -> tuple[int, str]:
    with translation.override("en"):
        answer = (client or Client()).get(reverse("reading:collection", args=[collection.uuid]))
    return answer.status_code, answer.content.decode()


def titles_in(screen: str, *titles: str) -> list[str]:
    """Return those of the titles that are links of the list, in the order of the screen."""
    places = {title: screen.find(f">{title}</a>") for title in titles}
    return sorted((title for title in titles if places[title] >= 0), key=lambda title: places[title])


def test_each_viewer_sees_what_they_may_discover_in_the_order_of_the_librarians(school: School) -> None:
    opened = {Action.READ: EVERYONE}
    last, first = (
        a_resource(school, title="Sau cùng", opened=opened),
        a_resource(school, title="Đầu tiên", opened=opened),
    )
    inside = a_resource(school, title="Nội bộ", opened={Action.READ: school_audience(school.pk)})
    collection = a_collection(school, last, inside, first, a_draft(school, title="Bản nháp"))
    move_in_collection(collection, resource=first, position=1, by=system_viewer(school.pk, now=NOW))
    every = ("Sau cùng", "Đầu tiên", "Nội bộ", "Bản nháp")

    status, screen = page_of(collection)
    assert (status, titles_in(screen, *every)) == (200, ["Đầu tiên", "Sau cùng"])
    assert "2 resources that you can find" in screen
    assert "Đọc &lt;b&gt;theo thứ tự&lt;/b&gt;." in screen

    _status, screen = page_of(collection, a_reader(school).client)
    assert titles_in(screen, *every) == ["Đầu tiên", "Sau cùng", "Nội bộ"]
    assert "3 resources that you can find" in screen

    _status, screen = page_of(collection, a_reader(school, Role.LIBRARIAN).client)
    assert titles_in(screen, *every) == ["Đầu tiên", "Sau cùng", "Nội bộ", "Bản nháp"]


def test_a_collection_is_closed_unless_it_is_shown_and_holds_something_for_the_viewer(school: School) -> None:
    public = a_resource(school, opened={Action.READ: EVERYONE})
    hidden = a_collection(school, public, name="Nội bộ", is_shown=False)
    inside = a_collection(
        school, a_resource(school, opened={Action.READ: school_audience(school.pk)}), name="Trong trường"
    )
    librarian, teacher, stranger = a_reader(school, Role.LIBRARIAN), a_reader(school), a_reader()

    def statuses(collection: Collection) -> list[int]:
        return [page_of(collection, client)[0] for client in (None, stranger.client, teacher.client, librarian.client)]

    assert statuses(hidden) == [404, 404, 404, 200]
    assert statuses(inside) == [404, 404, 200, 200]
    assert "Only your school" in page_of(hidden, librarian.client)[1]
    assert "Only your school" not in page_of(inside, librarian.client)[1]


def test_the_address_is_shared_as_a_link_and_as_a_qr_code(school: School) -> None:
    collection = a_collection(school, a_resource(school, opened={Action.READ: EVERYONE}))
    address = f"/bo-suu-tap/{collection.uuid}/"
    assert f'{address}" readonly' in page_of(collection)[1]
    answer = Client().get(f"{address}qr.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")


@pytest.fixture
def index(empty_index: Callable[[datetime], int]) -> Callable[[], int]:
    return lambda: empty_index(timezone.now())


def results(**parameters: object) -> str:
    with translation.override("en"):
        return Client().get(reverse("reading:results"), parameters).content.decode()


def test_search_results_are_filtered_by_a_shown_collection_and_name_no_other(school: School, index) -> None:
    opened = {Action.READ: EVERYONE}
    inside, outside = (
        a_resource(school, title="Toán nâng cao", opened=opened),
        a_resource(school, title="Toán cơ bản", opened=opened),
    )
    shown = a_collection(school, inside, name="Thi học sinh giỏi")
    hidden = a_collection(school, inside, outside, name="Cho trường bạn", is_shown=False)
    index()

    everything = results(q="toan")
    assert "Thi học sinh giỏi" in everything, "it narrows the results, though it is the only value"
    assert "Cho trường bạn" not in everything
    assert str(hidden.uuid) not in everything

    within = results(q="toan", collection=shown.uuid)
    assert "1 result for" in within
    assert "Toán nâng cao" in within.replace("<mark>", "").replace("</mark>", "")
    assert "Cho trường bạn" not in results(q="toan", collection=hidden.uuid)
    assert "1 result for" in within


def test_without_an_index_titles_are_filtered_too(school: School, empty_index) -> None:
    opened = {Action.READ: EVERYONE}
    inside = a_resource(school, title="Toán nâng cao", opened=opened)
    a_resource(school, title="Toán cơ bản", opened=opened)
    shown = a_collection(school, inside)
    assert "1 result for" in results(q="toan", collection=shown.uuid)
    assert "2 results for" in results(q="toan")

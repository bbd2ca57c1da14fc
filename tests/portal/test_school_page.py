"""The page of a school: numbers for each viewer that equal the lists they lead to, newest, collections, contact."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from access.actions import Action
from access.labels import EVERYONE, school_audience
from accounts.models import School
from portal.actions import create_school_home
from portal.models import SchoolHomePage
from repository.actions import add_to_collection, make_collection
from repository.models import Resource
from sharing.viewer import system_viewer
from tests.factories import NOW, SchoolFactory, a_resource
from tests.portal.test_pages import put
from tests.portal.two_schools import bare_wagtail
from tests.reading.conftest import a_reader

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.backend_independent]
COUNTED = re.compile(
    r'<a href="([^"]+)">\s*(?:<b>(\d+)</b>\s*<span>[^<]*</span>|<span>[^<]*</span>\s*<b>(\d+)</b>)\s*</a>'
)


@pytest.fixture
def home(empty_index: Callable[[datetime], int]) -> SchoolHomePage:
    """Return the page of a school with a public video, a book to find, and a book for its own people."""
    bare_wagtail()
    school = SchoolFactory.create(code="nguyen-du", name="Trường THCS Nguyễn Du")
    home = create_school_home(school)
    video = a_resource(
        school, title="Phân số", kind="video", subjects=("toan",), grades=(6, 10), opened={Action.READ: EVERYONE}
    )
    a_resource(school, title="Thơ cũ", subjects=("ngu-van",), grades=(6,), opened={Action.DISCOVER: EVERYONE})
    a_resource(school, title="Đề thi", grades=(9,), opened={Action.READ: school_audience(school.pk)})
    a_resource(SchoolFactory.create(), title="Của trường khác", opened={Action.READ: EVERYONE})
    by = system_viewer(school.pk, now=NOW)
    shown = make_collection(school=school, name="Ôn thi", description="Đọc dần.", is_shown=True, by=by)
    hidden = make_collection(school=school, name="Nội bộ", by=by)
    for collection in (shown, hidden):
        add_to_collection(collection, resource=video, by=by)
    empty_index(timezone.now())
    return home


def numbers(client: Client) -> dict[str, int]:
    """Return the numbers of the page by the address to which each leads."""
    screen = client.get("/en/truong/nguyen-du/").content.decode()
    return {unescape(url): int(first or last) for url, first, last in COUNTED.findall(screen)}


def test_every_number_equals_the_list_that_it_leads_to(home: SchoolHomePage) -> None:
    for client, total, to_read in ((Client(), 2, 1), (a_reader(home.school).client, 3, 2)):
        found = numbers(client)
        assert list(found.values())[:2] == [total, to_read]
        assert len(found) >= 7, "kinds, subjects and grades too"
        for url, number in found.items():
            words = "resource on the shelf" if number == 1 else "resources on the shelf"
            assert f"{number} {words}" in client.get(url).content.decode(), url


def test_it_shows_the_newest_unless_an_editor_placed_them(home: SchoolHomePage, client: Client) -> None:
    def shelves() -> int:
        return client.get("/en/truong/nguyen-du/").content.decode().count('aria-label="New on the shelf"')

    assert shelves() == 1, "the shelf of a new page"
    put(home, ("news", {"title": "", "number": 3}))
    assert shelves() == 1, "its own"


def test_its_collections_are_those_shown_to_readers(home: SchoolHomePage, client: Client) -> None:
    screen = client.get("/en/truong/nguyen-du/").content.decode()
    assert "Ôn thi" in screen
    assert "Đọc dần." in screen
    assert "Nội bộ" not in screen
    video, by = Resource.objects.get(title="Phân số"), system_viewer(home.school.pk, now=NOW)
    for name in ("Zola", "Đá", "Ăn", "Du kí", "An"):
        add_to_collection(make_collection(school=home.school, name=name, is_shown=True, by=by), resource=video, by=by)
    screen = client.get("/en/truong/nguyen-du/").content.decode()
    found = re.findall(r'collections__name">([^<]+)<', screen)
    assert found == ["An", "Ăn", "Du kí", "Đá", "Ôn thi", "Zola"], "in the order of a dictionary"
    Resource.objects.filter(title="Phân số").update(state=Resource.State.WITHDRAWN)
    assert "Ôn thi" not in client.get("/en/truong/nguyen-du/").content.decode(), "it holds nothing for the visitor"


def test_a_shelf_of_a_collection_has_its_order_and_leads_to_its_page(home: SchoolHomePage, client: Client) -> None:
    school = School.objects.get(code="nguyen-du")
    collection = school.collections.get(name="Ôn thi")
    put(home, ("shelf_of_collection", {"title": "", "collection": collection.pk}))
    screen = client.get("/truong/nguyen-du/").content.decode()
    assert 'class="shelf" aria-label="Ôn thi"' in screen
    assert f'href="/bo-suu-tap/{collection.uuid}/"' in screen
    type(collection).objects.update(is_shown=False)
    assert 'aria-label="Ôn thi"' not in client.get("/truong/nguyen-du/").content.decode()


def test_the_contact_is_shown_once_it_is_filled_in(home: SchoolHomePage, client: Client) -> None:
    assert "contact-title" not in client.get("/truong/nguyen-du/").content.decode()
    School.objects.filter(pk=home.school.pk).update(
        contact_name="Cô Mai", contact_phone="(024) 3 943 00 00", contact_email="thuvien@nguyendu.example"
    )
    for address in ("/truong/nguyen-du/", "/en/truong/nguyen-du/"):
        screen = client.get(address).content.decode()
        assert "Cô Mai" in screen
        assert 'href="tel:02439430000"' in screen
        assert 'href="mailto:thuvien@nguyendu.example"' in screen


def test_a_resource_leads_to_the_page_of_its_school(home: SchoolHomePage, client: Client) -> None:
    video, elsewhere = Resource.objects.get(title="Phân số"), Resource.objects.get(title="Của trường khác")
    assert 'href="/truong/nguyen-du/"' in client.get(f"/hoc-lieu/{video.uuid}/").content.decode()
    assert "/truong/truong-" not in client.get(f"/hoc-lieu/{elsewhere.uuid}/").content.decode(), "it has no page"

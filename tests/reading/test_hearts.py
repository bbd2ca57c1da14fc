"""The heart on cards: one tap makes a favourite, in place, with one query for a page of cards; visitors have none."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access.actions import Action
from personal import queries
from sharing.viewer import viewer_for
from tests.reading.conftest import Reader, a_book, a_reader, open_to

pytestmark = pytest.mark.django_db
RESULTS = reverse("reading:results")
HEART = re.compile(r'class="heart__button"[^>]*aria-pressed="(\w+)"')


@pytest.fixture
def index(empty_index: Callable[[datetime], int]) -> Callable[[], int]:
    return lambda: empty_index(timezone.now())


def books(number: int) -> list:
    made = [a_book(title=f"Toán {at}") for at in range(number)]
    for book in made:
        open_to(book, Action.READ)
    return made


def favourites(reader: Reader) -> frozenset:
    return queries.favourite_uuids(viewer_for(reader.person, now=timezone.now()))


def screen(reader: Reader) -> tuple[str, list[str]]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = reader.client.get(RESULTS, {"q": "toán"}).content.decode()
    return page, [query["sql"] for query in captured if "personal_listentry" in query["sql"]]


def test_a_tap_answers_with_the_heart_alone_and_without_scripts_with_the_page_again(index) -> None:
    first, _second = books(2)
    index()
    reader = a_reader()
    page, _ = screen(reader)
    assert HEART.findall(page) == ["false", "false"]
    url = reverse("reading:favourite", args=[first.uuid])
    back = re.search(r'name="next" value="([^"]+)"', page[page.index(url) :])
    assert back
    tapped = reader.client.post(url, {"on": "1", "heart": "heart-1", "next": RESULTS}, headers={"HX-Request": "true"})
    part = tapped.content.decode()
    assert (tapped.status_code, part.count("<form"), "<html" in part) == (200, 1, False)
    assert HEART.findall(part) == ["true"]
    assert 'id="heart-1"' in part
    assert favourites(reader) == {first.uuid}
    page, _ = screen(reader)
    assert sorted(HEART.findall(page)) == ["false", "true"]
    plain = reader.client.post(url, {"on": "0", "heart": "heart-1", "next": f"{RESULTS}?q=to"})
    assert plain.headers["Location"] == f"{RESULTS}?q=to"
    assert favourites(reader) == frozenset()
    assert favourites(a_reader()) == frozenset()


def test_a_page_of_cards_reads_the_favourites_once(index) -> None:
    books(6)
    index()
    _page, read = screen(a_reader())
    assert len(read) == 1


def test_visitors_have_no_heart_and_an_id_of_another_form_is_not_repeated(index, client) -> None:
    (book,) = books(1)
    index()
    assert "heart__button" not in client.get(RESULTS, {"q": "toán"}).content.decode()
    url = reverse("reading:favourite", args=[book.uuid])
    answer = a_reader().client.post(url, {"on": "1", "heart": '"><b>'}, headers={"HX-Request": "true"})
    assert answer.status_code == 302

"""Mistake 12: hidden objects leaked indirectly. No cover, count, facet or page reveals a hidden book.

The existence and the name of a school are public: visitors find them on the list of schools.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from access.actions import Action
from accounts.models import School
from repository.models import Resource
from search.backends import backend_at
from search.indexing import index_pending
from tests.addresses.fixtures import a_whole_resource, args_of
from tests.addresses.routes import fill
from tests.addresses.table import READING
from tests.factories import SchoolFactory
from tests.reading.conftest import a_reader, open_to

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("on_disk")]


SECRET = "BiMatTuyetDoi"  # no test searches for it, so a screen that shows it does not echo a query


@pytest.fixture
def index(settings, tmp_path: Path) -> Iterator[Callable[[], int]]:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    yield lambda: index_pending(now=timezone.now())
    backend_at(settings.SEARCH_URL).close()
    backend_at.cache_clear()


@pytest.fixture
def hidden(index) -> tuple[Resource, str]:
    """Create a book of a school whose name begins like another's, with a unique word in it."""
    token = f"zq{secrets.token_hex(6)}"
    owner: School = SchoolFactory(code="so-1", name="Trường Một")
    SchoolFactory(code="so-12")
    words = {
        "title": f"Sách {token}",
        "creators": [SECRET],
        "publisher": SECRET,
        "subjects": ["hoa-hoc"],
        "grades": [12],
    }
    book = a_whole_resource(owner, **words)
    open_to(a_whole_resource(SchoolFactory(), title="Sách mở", subjects=["toan"], grades=[6]), Action.READ)
    index()
    return book, token


def strangers(book: Resource) -> list[Client]:
    """Return a visitor, a librarian of another school, a teacher of the school with the longer name."""
    longer = School.objects.get(code="so-12")
    return [Client(), a_reader(role="librarian").client, a_reader(longer).client]


def test_no_address_of_a_hidden_book_answers_anything(hidden: tuple[Resource, str]) -> None:
    book, token = hidden
    answers = []
    for row in [row for row in READING if row.kind == "resource"]:
        for client in strangers(book):
            for method in ("get", "head") if client.cookies else ("get", "options"):
                answer = getattr(client, method)(fill(row.route, args_of(book)))
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if answer.status_code not in (302, 404, 405) or token.encode() in body or SECRET.encode() in body:
                    answers.append(f"{method} {row.route}: {answer.status_code}")
    assert not answers, "\n".join(answers)


def test_search_counts_facets_and_orders_know_nothing_of_it(hidden: tuple[Resource, str]) -> None:
    book, token = hidden
    screens = [
        f"q={token}", f'q="Sách {token}"', f"q={token[:-1]}", f"q={token}x", "q=sach", "q=truong", "subject=hoa-hoc",
        "grade=12", "school=so-1", "q=sach&sort=title", "q=sach&sort=newest", "available=1", "q=", "q=hoc&page=2",
    ]  # fmt: skip
    for client in strangers(book):
        for screen in screens:
            text = client.get(f"/tim/?{screen}").content.decode()
            assert SECRET not in text, screen
            assert str(book.uuid) not in text, screen
        counts = re.findall(r'value="(hoa-hoc|12|so-1)"', client.get("/tim/?q=sach").content.decode())
        assert counts == []


def test_its_librarians_find_it_by_all_of_them(hidden: tuple[Resource, str]) -> None:
    """The same screens show the book to people who may see it."""
    book, token = hidden
    librarian = a_reader(book.owner, role="librarian").client
    for screen in (f"q={token}", "subject=hoa-hoc", "grade=12", "school=so-1"):
        assert str(book.uuid) in librarian.get(f"/tim/?{screen}").content.decode(), screen
    assert librarian.get(f"/bia/{book.uuid}.jpg").status_code == 200


def test_a_right_taken_back_closes_every_door_at_once_though_the_index_is_stale(hidden, index) -> None:
    book, token = hidden
    open_to(book, Action.READ)
    index()
    assert str(book.uuid) in Client().get(f"/tim/?q={token}").content.decode()
    Resource.objects.filter(pk=book.pk).update(state=Resource.State.WITHDRAWN)
    assert str(book.uuid) not in Client().get(f"/tim/?q={token}").content.decode()
    assert Client().get(f"/bia/{book.uuid}.jpg").status_code == 404

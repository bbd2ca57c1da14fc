"""Mistake 10: SQL built from a parameter. Each parameter for a column, order or facet accepts listed values only."""

import ast
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from access.actions import Action
from search.backends import backend_at
from search.indexing import index_pending
from tests.portal.two_schools import Holding
from tests.reading.conftest import a_book, open_to
from tests.security.code import files, name_of

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("on_disk")]

NAUGHTY = (
    "",
    "'",
    '"',
    "''; DROP TABLE accounts_person; --",
    "1 OR 1=1",
    "title) UNION SELECT password FROM accounts_person --",
    "owner__memberships__person__password",
    "-owner__id",
    "?",
    "__class__",
    "pk__regex",
    "title:*",
    "*:*",
    '{"match_all": {}}',
    '{"$gt": ""}',
    "../../etc/passwd",
    "%00",
    "\x00",
    "\ud7ff\ufffd",
    "٣",
    "-1",
    "0",
    "99999999999999999999999",
    "1e309",
    "NaN",
    "[]",
    "a" * 10_000,
    "(" * 3_000,
    '"' * 3_000,
    "AND OR NOT ~ ^ : / \\",
    "{{ 7*7 }}{% debug %}",
    "${jndi:ldap://x}",
    "🇻🇳👩‍🏫",
    "Ṫ̵̥h̷",
)
RESULTS = (
    "q",
    "subject",
    "grade",
    "kind",
    "school",
    "collection",
    "language",
    "sort",
    "page",
    "available",
    "trang",
    "t",
)
LISTS = ("ordering", "q", "role", "p", "export")
PLACES = ("hoc-lieu/", "nguoi/", "pages/")
MORE_PLACES = ("bo-suu-tap/", "truong/", "images/")
# The files with hand-written SQL; each statement is a constant, and values are parameters.
SQL = {
    "accounts/rate_counter.py",
    "imports/actions/committing.py",
    "operations/backup/dumps.py",
    "operations/move/actions.py",
    "search/rebuild_lock.py",
    "workers/postgres_wakeup.py",
}
# Built from the product's own table names, quoted by Django, or from a number of milliseconds.
BUILT_SQL = {
    "operations/backup/databases.py",
    "operations/health/database.py",
    "operations/move/tables.py",
    "sharing/key_version.py",
}


@pytest.fixture
def index(settings, tmp_path: Path) -> Iterator[Callable[[], int]]:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    yield lambda: index_pending(now=timezone.now())
    backend_at(settings.SEARCH_URL).close()
    backend_at.cache_clear()


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_the_results_screen_takes_every_string(every: int, index) -> None:
    """Test each string at some parameters, and each parameter with some strings; `make test-slow` tests all pairs."""
    hidden = a_book(title="Sách giấu")
    open_to(a_book(title="Sách mở"), Action.READ)
    index()
    client = Client()
    client.raise_request_exception = False
    for parameter, naughty in list(product(RESULTS, NAUGHTY))[::every]:
        answer = client.get("/tim/", {parameter: naughty})
        assert answer.status_code in (200, 400, 404), f"{parameter}={naughty[:40]!r}"
        assert hidden.title not in answer.content.decode()
        assert str(hidden.uuid) not in answer.content.decode()


@pytest.mark.parametrize("place", [*PLACES, *(pytest.param(one, marks=pytest.mark.slow) for one in MORE_PLACES)])
def test_the_lists_of_the_desk_take_every_string(place: str, schools: tuple[Holding, Holding]) -> None:
    ours, theirs = schools
    client = Client()
    client.force_login(ours.librarian)
    client.raise_request_exception = False
    for parameter in LISTS:
        for naughty in NAUGHTY[:: 2 if parameter in ("ordering", "q") else 6]:
            answer = client.get(f"/quan-tri/{place}", {parameter: naughty})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code in (200, 302, 400, 404, 429), f"{place} {parameter}={naughty[:40]!r}"
            assert theirs.resource.title.encode() not in body


def test_sql_by_hand_is_constant() -> None:
    by_hand: dict[str, list[ast.expr]] = {}
    for file in files():
        made = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
        for call in (one for one in made if isinstance(one.func, ast.Attribute) and one.args):
            if call.func.attr in ("execute", "executemany", "raw", "RawSQL"):
                by_hand.setdefault(name_of(file), []).append(call.args[0])
    assert set(by_hand) <= SQL | BUILT_SQL
    plain = [one for name, found in by_hand.items() if name not in BUILT_SQL for one in found]
    assert all(isinstance(one, ast.Constant) or (isinstance(one, ast.Name) and one.id.isupper()) for one in plain)

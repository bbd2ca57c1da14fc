"""Every form of the product, sent twice at once, writes as many rows as sent once.

The forms are found on the pages of the table of addresses, so that no new form is forgotten. `make test` sends the
forms of readers and librarians and those with which the admin creates something; `make test-slow` all of the admin.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from threading import Barrier, Thread
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client
from django.urls import Resolver404, resolve

from sharing import key_cache
from tests.addresses.admin_table import prefix_of
from tests.addresses.fixtures import World, as_it_was, create_world
from tests.addresses.forms import Form, forms_on
from tests.addresses.routes import PARTS, fill, routes
from tests.addresses.table import ROWS
from tests.portal.two_schools import bare_wagtail

ADMIN = "quan-tri/"
ACTORS = ("librarian_a", "node_admin", "librarian_b", "teacher_b")
IN_SHORT = ("librarian_a", "node_admin")
CREATES = ("new/", "add/", "buoc-dau/", "multiple/add/")
# What is written about a change, once for each request: logs, counters, histories, queues.
LOGS = frozenset(
    {
        "accounts.auditentry",
        "accounts.ratecounter",
        "django_tasks_database.dbtaskresult",
        "operations.formsubmission",
        "repository.indexchange",
        "sessions.session",
        "wagtail_localize.translationlog",
        "wagtailcore.modellogentry",
        "wagtailcore.pagelogentry",
        "wagtailcore.referenceindex",
        "wagtailcore.revision",
        "workers.outboxmessage",
    }
)
# The first two end the session; to the third, a script of Wagtail sends each chosen picture in a request of its own.
NOT_SENT = frozenset({"account_logout", "wagtailadmin_logout", "wagtailimages:add_multiple"})
pytestmark = [
    pytest.mark.system,
    pytest.mark.embedded_only,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True, databases=["default", "queue"]),
]


class Snapshot:
    """The content of all databases at one moment, to which each form is sent anew."""

    def __init__(self) -> None:
        self._copies = {name: sqlite3.connect(":memory:") for name in connections}
        for name, copy in self._copies.items():
            connections[name].ensure_connection()
            connections[name].connection.backup(copy)

    def restore(self) -> None:
        """Write the content back."""
        for name, copy in self._copies.items():
            connections[name].ensure_connection()
            copy.backup(connections[name].connection)
        key_cache.clear()


@pytest.fixture
def world() -> World:
    """Commit the objects of all addresses, because two requests at once share no transaction."""
    bare_wagtail()
    return as_it_was(create_world())


@pytest.mark.parametrize("everything", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_form_that_is_sent_twice_at_once_writes_as_much_as_sent_once(world: World, everything: bool) -> None:
    snapshot, wrong, seen = Snapshot(), list[str](), set[tuple[str, str]]()
    for actor in ACTORS if everything else IN_SHORT:
        for address in _addresses(world, actor, everything=everything):
            for form in forms_on(world.browsers[actor], address):
                if _is_new(form, seen):
                    wrong += _compare(world.browsers[actor], form, snapshot, f"{form.address} as {actor}")
    assert not wrong, "\n" + "\n".join(wrong)
    assert {"membership:add", "circulation:licences", "sharing:new_group", "ingest:uploads"} <= {
        name for name, _ in seen
    }


def _addresses(world: World, actor: str, *, everything: bool) -> Iterator[str]:
    """Yield the addresses of the table, each with the first object that is the actor's own, if there is one."""
    for route in dict.fromkeys([*(row.route for row in ROWS), *routes()]):
        is_admin = route.startswith(ADMIN)
        if not everything and (not route.endswith(CREATES) if is_admin else actor != IN_SHORT[0]):
            continue
        kinds = [prefix_of(route).kind] if is_admin else [row.kind for row in ROWS if row.route == route]
        objects = [addressed for kind in dict.fromkeys(kinds) for addressed in world.of_kind(kind)]
        own = [
            addressed for addressed in objects if addressed.relation_of(actor) not in ("nothing", "finds")
        ] or objects
        for addressed in own if PARTS.search(route) else objects[:1]:
            yield fill(route, addressed.args)


def _is_new(form: Form, seen: set[tuple[str, str]]) -> bool:
    try:
        name = resolve(urlsplit(form.address).path).view_name
    except Resolver404:
        return False
    key = (name, " ".join(sorted(form.fields)))
    if name in NOT_SENT or key in seen:
        return False
    seen.add(key)
    return True


def _compare(browser: Client, form: Form, snapshot: Snapshot, name: str) -> Iterator[str]:
    _send(browser, form, 1)
    once = _rows()
    snapshot.restore()
    statuses = _send(browser, form, 2)
    twice = _rows()
    snapshot.restore()
    if max(statuses) >= 500:
        yield f"{name}: {statuses}"
    more = {label: (once[label], number) for label, number in twice.items() if number > once[label]}
    if more:  # fewer: rows that Wagtail makes for a person or a picture at the first visit
        yield f"{name}: rows after one and after two requests: {more}"


def _send(browser: Client, form: Form, times: int) -> list[int]:
    """Send the form this many times at once, each time from a browser with the same cookies; return the statuses."""
    statuses: list[int] = []
    barrier = Barrier(times)

    def send() -> None:
        again = Client(raise_request_exception=False)
        again.cookies = browser.cookies.copy()
        data = form.data()
        barrier.wait()
        try:
            statuses.append(again.post(form.address, data).status_code)
        finally:
            connections.close_all()

    threads = [Thread(target=send) for _time in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == times
    return statuses


def _rows() -> Mapping[str, int]:
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LOGS
    }

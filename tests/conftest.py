"""Fixtures of all tests: a database that is migrated already, real servers, a browser, a whole site that runs."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.support import browsers, buckets, databases, environments, redis_databases, search_indexes, sites, template

# Playwright keeps an event loop in the thread of the tests, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# Whoever asks for one of these, or says so by a mark, touches what differs between the two sets.
SEAMS = {"db", "transactional_db", "own_store", "own_index", "running_site"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """On SQLite the queue is a second file: who may use the database may ring its bell.

    What touches no service says the same on both sets, and is asked once.
    """
    mark = item.get_closest_marker("django_db")
    if mark is None and not SEAMS & set(item.fixturenames) and not any(item.iter_markers("race")):  # type: ignore[attr-defined]
        item.add_marker("backend_independent")
    wishes = {"databases": "__all__", **(mark.kwargs if mark else {})}
    item.add_marker(pytest.mark.django_db(**wishes), append=False)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an unknown name in -m, which would select the wrong tests in silence.

    The process that only hands out tests to others needs no environment itself.
    """
    known = {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
    unknown = set(re.findall(r"\w+", config.getoption("markexpr"))) - known - {"and", "or", "not"}
    if unknown:
        raise pytest.UsageError(f"No such mark: {', '.join(sorted(unknown))}. Marks: {', '.join(sorted(known))}")
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        _leave()


def pytest_collection_finish(session: pytest.Session) -> None:
    """To migrate takes long on a busy machine: before any test's time begins to run.

    That tests of a group stay together is looked at, since a mismatch of versions parts them without a word.
    """
    if os.environ.get("PYTEST_XDIST_WORKER"):
        parted = [
            item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
        ]
        if parted:
            raise pytest.UsageError(f"pytest-xdist does not keep groups together: {parted[0]}")
    if session.items:
        environments.get_ready()


def pytest_unconfigure() -> None:
    """Throw away the place that tests/settings.py named, and no other."""
    if hasattr(settings, "THROWN_AWAY"):
        _leave()


def _leave() -> None:
    shutil.rmtree(settings.THROWN_AWAY, ignore_errors=True)
    environments.take_away(settings.OUTSIDE)
    settings.OUTSIDE.clear()


@pytest.fixture(scope="session", autouse=True)
def bucket_of_all() -> None:
    """The store that tests use which have none of their own."""
    if environments.PRODUCTION:
        buckets.make(settings.OBJECT_STORE_URL)


@pytest.fixture(autouse=True)
def in_vietnamese() -> None:
    """The language of the last request of the test before stays in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def nobody_rang() -> Iterator[None]:
    """No test hears a bell of the one before: Redis knows nothing of the transaction that is rolled back."""
    yield
    if environments.PRODUCTION:
        redis_databases.empty(settings.TASKS_URL)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What is put there is used as it is."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Put migrated databases where the tests look for theirs."""
    made = []
    for name, database in settings.DATABASES.items():
        there = database["TEST"]["NAME"]
        if database["ENGINE"].endswith("sqlite3"):
            shutil.copyfile(template.template() / template.FILES[name == "queue"], there)
        else:
            made.append(databases.url_of(there))
            databases.make(made[-1])
    yield
    for url in made:
        databases.take_away(url)


@pytest.fixture(scope="module")
def for_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What fixtures of the module write stays for all of its tests and is then undone; what a test writes, at its end.

    Not beside tests that empty the database (`transaction=True`).
    """
    with django_db_blocker.unblock(), translation.override(settings.LANGUAGE_CODE), ExitStack() as all_of_it:
        for name in connections:
            all_of_it.enter_context(transaction.atomic(using=name))
        yield
        for name in connections:
            connections[name].set_rollback(True)


@pytest.fixture
def own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    """An empty store for this test alone."""
    url = buckets.make() if environments.PRODUCTION else f"file://{tmp_path}/store"
    settings.OBJECT_STORE_URL = url
    yield
    if environments.PRODUCTION:
        buckets.take_away(url)


@pytest.fixture
def own_index(settings: Any, tmp_path: Path) -> Iterator[Callable[[datetime], int]]:
    """An empty index for this test alone; called, it is brought up to the database."""
    from search.backends import backend_at
    from search.indexing import work

    url = search_indexes.make() if environments.PRODUCTION else f"tantivy://{tmp_path}/index"
    settings.SEARCH_URL = url

    def follow(now: datetime) -> int:
        done = work(now=now)
        backend_at(url).refresh()
        return done

    yield follow
    backend_at(url).close()
    backend_at.cache_clear()
    if environments.PRODUCTION:
        search_indexes.take_away(url)


@pytest.fixture
def s3_url() -> Iterator[str]:
    """OBJECT_STORE_URL of an empty bucket on a real S3 server, for one test: a site marks its bucket as its own."""
    url = buckets.make()
    yield url
    buckets.take_away(url)


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """SEARCH_URL of a name without indices on a real Elasticsearch."""
    url = search_indexes.make()
    yield url
    search_indexes.take_away(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine."""
    yield from browsers.chromium()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a Vietnamese reader on a laptop; an error in a script fails the test."""
    yield from browsers.a_page(browser, browsers.LAPTOP)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """The same on a phone."""
    yield from browsers.a_page(browser, browsers.PHONE)


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Site]:
    """The product as it runs: web server, workers and sweeper as processes of their own, on a folder of its own."""
    yield from sites.running(tmp_path_factory.mktemp("site"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """When a test on a running site fails, its report shows what the processes said."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    site = getattr(item, "funcargs", {}).get("running_site")
    if report.failed and isinstance(site, sites.Site):
        report.sections.append(("what the processes said", site.last_words()))

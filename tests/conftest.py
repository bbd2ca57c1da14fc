"""Fixtures of all tests: a migrated database, real servers, a browser, a running site."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, Page
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.support import (
    backends,
    browsers,
    buckets,
    databases,
    environments,
    redis_databases,
    search_indexes,
    servers,
    sites,
    template,
)

# Playwright runs an event loop in the thread of the tests, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# A test depends on the backends if it uses one of these fixtures, or has one of these marks.
BACKEND_FIXTURES = {"db", "transactional_db", "empty_store", "empty_index", "running_site", "snapshots"}
BACKEND_MARKS = ("django_db", "race", "production_only", "embedded_only")
SYSTEM_FIXTURES = {"browser", "running_site"}
SYSTEM_MARKS = ("fault", "race", "journey")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs a server, what uses no backend (its result is the same on both sets), and what is no unit test.

    Every test may also use the database of the queue (a second file on SQLite).
    """
    fixtures = set(item.fixturenames)  # type: ignore[attr-defined]
    if backends.SERVER_FIXTURES & fixtures:
        item.add_marker("production_only")
    if not BACKEND_FIXTURES & fixtures and not any(map(item.get_closest_marker, BACKEND_MARKS)):
        item.add_marker("backend_independent")
    if SYSTEM_FIXTURES & fixtures or any(map(item.get_closest_marker, SYSTEM_MARKS)):
        item.add_marker("system")
    mark = item.get_closest_marker("django_db")
    options = {"databases": "__all__", **(mark.kwargs if mark else {})}
    item.add_marker(pytest.mark.django_db(**options), append=False)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what runs on the other set of backends only."""
    others = [item for item in items if item.get_closest_marker(backends.OTHER_SET_ONLY)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an unknown name in -m, which would select the wrong tests in silence.

    The controller process of pytest-xdist runs no test and needs no environment.
    """
    known = {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
    unknown = set(re.findall(r"\w+", config.getoption("markexpr"))) - known - {"and", "or", "not"}
    if unknown:
        raise pytest.UsageError(f"No such mark: {', '.join(sorted(unknown))}. Marks: {', '.join(sorted(known))}")
    if not hasattr(config, "workerinput"):
        servers.watch_run()
        if config.getoption("numprocesses", None):
            _delete_environment()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Migrate the template before the timeout of any test starts; check that xdist keeps groups together.

    Incompatible versions of pytest and pytest-xdist split the groups without a message.
    """
    if os.environ.get("PYTEST_XDIST_WORKER"):
        split = [
            item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
        ]
        if split:
            raise pytest.UsageError(f"pytest-xdist does not keep groups together: {split[0]}")
    if session.items:
        environments.prepare_template()


def pytest_unconfigure() -> None:
    """Delete the environment that tests/settings.py named."""
    if hasattr(settings, "TEMPORARY_DIR"):
        _delete_environment()


def _delete_environment() -> None:
    shutil.rmtree(settings.TEMPORARY_DIR, ignore_errors=True)
    environments.delete(settings.EXTERNAL_SETTINGS)
    settings.EXTERNAL_SETTINGS.clear()


@pytest.fixture(scope="session", autouse=True)
def shared_bucket() -> None:
    """Create the bucket of all tests that use no store of their own."""
    if backends.PRODUCTION:
        buckets.create(settings.OBJECT_STORE_URL)


@pytest.fixture(autouse=True)
def shipped_programme() -> None:
    """Use the shipped subjects alone, unless a test calls `forget`: reading the table would add a query at any time."""
    from repository.curriculum.current import use_shipped_alone

    use_shipped_alone()


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Activate the default language: a test may leave another one active in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def flush_task_queue() -> Iterator[None]:
    """Delete the wake-ups of a test after it: rolling its transaction back does not remove them from Redis."""
    yield
    if backends.PRODUCTION:
        redis_databases.flush(settings.TASKS_URL)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Use the databases as they are, without migrating."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Copy migrated databases to where the tests expect theirs."""
    created = []
    for name, database in settings.DATABASES.items():
        target = database["TEST"]["NAME"]
        if database["ENGINE"].endswith("sqlite3"):
            shutil.copyfile(template.folder() / template.FILES[name == "queue"], target)
        else:
            created.append(databases.url_of(target))
            databases.create(created[-1])
    yield
    for url in created:
        databases.delete(url)


@pytest.fixture(scope="session", autouse=True)
def fast_reset() -> Iterator[None]:
    """Reset the database after a test that commits without flushing it (tests/support/reset.py)."""
    from tests.support.reset import reset, watch_live_server

    watch_live_server()
    with patch.object(TransactionTestCase, "_fixture_teardown", reset):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_once() -> Iterator[None]:
    """Read the static files once: WhiteNoise does so for each `Client()`, which takes 10 ms."""
    find = WhiteNoiseMiddleware.add_files_from_finders
    files: dict[str, Any] = {}

    def find_once(middleware: WhiteNoiseMiddleware) -> None:
        if not files:
            find(middleware)
            files.update(middleware.files)
        middleware.files.update(files)

    with patch.object(WhiteNoiseMiddleware, "add_files_from_finders", find_once):
        yield


@pytest.fixture(scope="module")
def module_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what module fixtures write for every test of the module, and roll it back at the module's end.

    A test's own writes are rolled back at its end. Modules with `transaction=True` cannot use it: those tests flush
    the database.
    """
    with django_db_blocker.unblock(), translation.override(settings.LANGUAGE_CODE), ExitStack() as stack:
        for name in connections:
            stack.enter_context(transaction.atomic(using=name))
        yield
        for name in connections:
            connections[name].set_rollback(True)


@pytest.fixture
def empty_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Use an empty store for this test."""
    url = buckets.create() if backends.PRODUCTION else f"file://{tmp_path}/store"
    settings.OBJECT_STORE_URL = url
    yield
    if backends.PRODUCTION:
        buckets.delete(url)


@pytest.fixture
def empty_index(settings: Any, tmp_path: Path) -> Iterator[Callable[[datetime], int]]:
    """Use an empty index for this test; call the fixture to index what has changed in the database."""
    from search.backends import backend_at
    from search.indexing import index_pending

    url = search_indexes.unused_url() if backends.PRODUCTION else f"tantivy://{tmp_path}/index"
    settings.SEARCH_URL = url

    def index(now: datetime) -> int:
        done = index_pending(now=now)
        backend_at(url).refresh()
        return done

    yield index
    backend_at(url).close()
    backend_at.cache_clear()
    if backends.PRODUCTION:
        search_indexes.delete(url)


@pytest.fixture
def s3_url() -> Iterator[str]:
    """Create an empty bucket on a real S3 server for one test; yield its OBJECT_STORE_URL."""
    url = buckets.create()
    yield url
    buckets.delete(url)


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """Reserve an index name on a real Elasticsearch; yield its SEARCH_URL."""
    url = search_indexes.unused_url()
    yield url
    search_indexes.delete(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    yield from browsers.chromium()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page with Vietnamese as its language on a laptop; an error in a script fails the test."""
    yield from browsers.open_page(browser, browsers.LAPTOP)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Open a page with Vietnamese as its language on a phone."""
    yield from browsers.open_page(browser, browsers.PHONE)


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Site]:
    """Start the product: web server, workers and sweeper as processes, on their own data folder."""
    for site in sites.run(tmp_path_factory.mktemp("site")):
        if backends.PRODUCTION:
            site.manage("set_bucket_cors")
        yield site


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Add the logs of the processes to the report of a failed test on a running site."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    site = getattr(item, "funcargs", {}).get("running_site")
    if report.failed and isinstance(site, sites.Site):
        report.sections.append(("Logs of the processes", site.log_tails()))

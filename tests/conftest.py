"""Fixtures of all tests: a database that is migrated already, real servers, a browser, a whole site that runs."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.rig import browsers, servers, sites, template

# Playwright keeps an event loop in the thread of the tests, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_itemcollected(item: pytest.Item) -> None:
    """On SQLite the queue is a second file: who may use the database may ring its bell."""
    mark = item.get_closest_marker("django_db")
    wishes = {"databases": "__all__", **(mark.kwargs if mark else {})}
    item.add_marker(pytest.mark.django_db(**wishes), append=False)


def pytest_unconfigure() -> None:
    """Throw the folder of data away: only the one that tests/settings.py made."""
    if hasattr(settings, "THROWN_AWAY"):
        shutil.rmtree(settings.THROWN_AWAY, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The files that are put there are used as they are."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Put migrated files where the tests look for theirs."""
    for name, database in settings.DATABASES.items():
        if database["ENGINE"].endswith("sqlite3"):
            shutil.copyfile(template.template() / template.FILES[name == "queue"], database["TEST"]["NAME"])


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    """OBJECT_STORE_URL of an empty bucket on a real S3 server."""
    yield from servers.a_bucket()


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """SEARCH_URL of a name without indices on a real Elasticsearch."""
    yield from servers.an_index()


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

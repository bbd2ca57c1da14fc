"""What a phone on a slow line waits for: bytes of each first screen, and seconds until the page of a scan is there."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page

from bench.slow_line import load, sign_in
from tests.journeys.conftest import SCAN, WITHOUT_MARKS, Shelf, hit_of
from tests.journeys.test_accessibility import ADMINISTRATOR, DESK, LIBRARIAN, READER, VISITOR
from tests.support.browsers import PHONE
from tests.support.sites import STOP_TIMEOUT

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
    pytest.mark.slow,
]
FIRST_SCREEN = 150_000  # bytes on the wire, with an empty cache
WANTED_PAGE = 6.0  # seconds at 400 kbit/s
COPIES_WITHIN = 300  # seconds, in which the workers make the copies of page images and covers


@pytest.fixture(scope="module", autouse=True)
def served_compressed(shelf: Shelf) -> None:
    """Serve the collected, compressed files as an installation does; the site has begun with the source files."""
    site = shelf.site
    site.manage("collectstatic", "--noinput", "-v0")
    web = site.processes["web"]
    web.terminate()
    web.wait(STOP_TIMEOUT)
    site.start("web")
    site.wait_for(site.answers, "the web server answers")


@pytest.mark.parametrize(
    ("user", "paths"),
    [
        ("-", VISITOR),
        ("teacher.b", READER),
        ("librarian.a", (*LIBRARIAN, *(f"/quan-tri/{path}" for path in DESK))),
        ("admin", ADMINISTRATOR),
    ],
)
def test_no_first_screen_is_larger_than_its_budget(
    browser: Browser, page: Page, shelf: Shelf, user: str, paths: tuple[str, ...]
) -> None:
    wait_for_copies(page, shelf)
    context = browser.new_context(**PHONE)
    if user != "-":
        sign_in(context, shelf.url, user, shelf.password)
    loaded = [load(browser, context, f"{shelf.url}{path}") for path in paths]
    context.close()
    assert [(one.address, one.octets) for one in loaded if one.octets > FIRST_SCREEN] == []


def test_the_record_of_a_long_scan_is_not_larger_either(browser: Browser, page: Page, shelf: Shelf) -> None:
    record = wait_for_copies(page, shelf).partition("?")[0].replace("/doc/", "/hoc-lieu/")
    context = browser.new_context(**PHONE)
    sign_in(context, shelf.url, "librarian.a", shelf.password)
    loaded = load(browser, context, record)
    context.close()
    assert loaded.octets <= FIRST_SCREEN


def test_the_wanted_page_of_a_scan_is_there_in_time(browser: Browser, page: Page, shelf: Shelf) -> None:
    reader = wait_for_copies(page, shelf)
    context = browser.new_context(**PHONE)
    sign_in(context, shelf.url, "librarian.a", shelf.password)
    loaded = load(browser, context, reader)
    context.close()
    assert loaded.image_seconds is not None
    assert loaded.image_seconds < WANTED_PAGE
    assert loaded.text_seconds < loaded.image_seconds, "its text comes first"


def wait_for_copies(page: Page, shelf: Shelf) -> str:
    """Return the address of a page of the scan as soon as it is there in sizes, and the covers are small."""
    shelf.sign_in(page, "librarian.a")
    shelf.search(page, WITHOUT_MARKS)
    hit_of(page, SCAN).locator(".match__location").first.click()
    address = re.sub(r"q=[^&]*&?", "", page.url)
    deadline = time.monotonic() + COPIES_WITHIN
    while time.monotonic() < deadline:
        page.goto(address)
        has_sizes = page.locator("#page-sheet source").count() > 0
        page.goto(f"{shelf.url}/tim/")
        if has_sizes and page.locator(".cover__image[src$='.jpg']").count() == 0:
            page.context.clear_cookies()
            return address
        page.wait_for_timeout(1_000)
    pytest.fail("the workers made no copies")

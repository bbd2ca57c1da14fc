"""No screen asks for what its content security policy forbids: readers' screens, the reader, the player, the desk."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LESSON, SCAN, WITHOUT_MARKS, Shelf, hit_of, wait_for_pages
from tests.rig import browsers

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("site"), pytest.mark.timeout(600)]

VISITOR = ("/", "/truong/", "/truong/nguyen-du/", "/tim/", "/tim/?q=nuoc", "/tai-khoan/login/", "/khong-co-gi/")
LIBRARIAN = ("/so-hoa/", "/chia-se/", "/chia-se/thoa-thuan/moi/", "/chia-se/nhom/moi/", "/tu-cua-toi/")
DESK = ("", "hoc-lieu/", "bo-suu-tap/", "nguoi/", "truong/", "pages/", "images/", "images/add/", "account/")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Page]:
    """A laptop on which a breach of the policy is a failure."""
    yield from browsers.a_page(browser, browsers.LAPTOP)


def test_of_readers_screens(watched: Page, shelf: Shelf) -> None:
    for path in VISITOR:
        watched.goto(f"{shelf.url}{path}")
    shelf.sign_in(watched, "librarian.a")
    for path in LIBRARIAN:
        watched.goto(f"{shelf.url}{path}")
    watched.goto(f"{shelf.url}/so-hoa/")
    watched.locator("#uploads tbody a").first.click()
    expect(watched.locator("#progress")).to_be_visible()


def test_of_the_reader_and_the_player(watched: Page, shelf: Shelf) -> None:
    shelf.sign_in(watched, "librarian.a")
    shelf.search(watched, WITHOUT_MARKS)
    hit_of(watched, SCAN).locator(".hit__do a").click()
    wait_for_pages(watched)
    for key in ("/", "Escape", "c", "Escape", "t", "?"):
        watched.keyboard.press(key)
    shelf.search(watched, LESSON)
    hit_of(watched, LESSON).locator(".hit__do a").click()
    video = watched.locator("video")
    video.evaluate("video => { video.muted = true; video.play(); }")
    watched.wait_for_function("document.querySelector('video').readyState >= 2")


def test_of_the_desk(watched: Page, shelf: Shelf) -> None:
    shelf.sign_in(watched, "librarian.a")
    for path in DESK:
        watched.goto(f"{shelf.url}/quan-tri/{path}")
        watched.wait_for_load_state("networkidle")
    watched.goto(f"{shelf.url}/quan-tri/hoc-lieu/")
    watched.locator("main table a").first.click()
    watched.wait_for_load_state("networkidle")
    home = shelf.ask("SELECT id FROM wagtailcore_page WHERE slug = 'nguyen-du' ORDER BY id LIMIT 1")[0][0]
    watched.goto(f"{shelf.url}/quan-tri/pages/{home}/edit/")
    watched.wait_for_load_state("networkidle")
    expect(watched.locator("[data-side-panel-toggle=preview]").first).to_be_visible()
    watched.locator("[data-side-panel-toggle=preview]").first.click()
    watched.wait_for_load_state("networkidle")
    assert re.search(r"/quan-tri/pages/\d+/edit/", watched.url)

"""A pupil marks pages of a book, and has a history of reading only after asking for it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Shelf, open_resource, wait_for_pages
from tests.journeys.screens import problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
BOOK = "Nước trong tự nhiên"


def read(page: Page, shelf: Shelf, language: str, page_number: int) -> None:
    """Open the book at this page."""
    open_resource(page, shelf, BOOK, language)
    address = page.url.partition("?")[0].replace("/hoc-lieu/", "/doc/")
    page.goto(f"{address}?so={page_number}")
    wait_for_pages(page)


def save_choices(page: Page) -> None:
    """Send the form of choices."""
    page.locator("form.choices button").click()
    expect(page.locator("#messages .message--success")).to_be_visible()


def test_a_bookmark_is_set_in_the_reader_and_leads_back_to_its_page(screen: Page, shelf: Shelf, language: str) -> None:
    page = screen
    shelf.sign_in(page, "pupil.a")
    read(page, shelf, language, 3)
    mark = page.locator("[data-action=bookmark]")
    expect(mark).to_have_attribute("aria-pressed", "false")
    with page.expect_response(lambda answer: answer.url.endswith("/dau-trang/") and answer.status == 204):
        mark.click()
    expect(mark).to_have_attribute("aria-pressed", "true")
    page.locator("[data-action=next]").click()
    expect(mark).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("c")
    page.locator("#bookmarks a").click()
    expect(mark).to_have_attribute("aria-pressed", "true")
    assert problems(page) == []

    page.goto(f"{shelf.url}{language}/tu-cua-toi/")
    page.locator(f"nav a[href='{language}/tu-cua-toi/dau-trang/']").click()
    expect(page.locator("article.result")).to_have_count(1)
    assert problems(page) == []
    page.locator("article.result a.button").click()
    wait_for_pages(page)
    expect(page.locator("#page-number")).to_have_value("3")
    with page.expect_response(lambda answer: answer.url.endswith("/dau-trang/") and answer.status == 204):
        page.keyboard.press("b")
    page.goto(f"{shelf.url}{language}/tu-cua-toi/dau-trang/")
    expect(page.locator(".empty-state")).to_be_visible()


def test_reading_is_recorded_only_for_those_who_ask(screen: Page, shelf: Shelf, language: str) -> None:
    page = screen
    shelf.sign_in(page, "pupil.a")
    history = f"{shelf.url}{language}/tu-cua-toi/da-doc/"
    read(page, shelf, language, 2)
    page.locator("[data-action=next]").click()
    page.goto(history)
    expect(page.locator("article.result")).to_have_count(0)
    assert problems(page) == []
    page.locator(".empty-state a").click()
    page.locator("[name=records_reading]").check()
    save_choices(page)
    page.goto(history)
    expect(page.locator("article.result")).to_have_count(0)

    with page.expect_response(lambda answer: answer.url.endswith("/cho-doc/") and answer.ok):
        read(page, shelf, language, 3)
    page.goto(history)
    expect(page.locator("article.result .result__title")).to_have_text(BOOK)
    assert problems(page) == []
    page.goto(f"{shelf.url}{language}/")
    page.locator(".loans__item", has_text=BOOK).locator("a.button").click()
    wait_for_pages(page)
    expect(page.locator("#page-number")).to_have_value("3")

    page.goto(history)
    page.locator("article.result form button").click()
    expect(page.locator("article.result")).to_have_count(0)
    with page.expect_response(lambda answer: answer.url.endswith("/cho-doc/") and answer.ok):
        read(page, shelf, language, 3)
    page.goto(f"{shelf.url}{language}/tu-cua-toi/lua-chon/")
    assert problems(page) == []
    page.locator("[name=records_reading]").uncheck()
    save_choices(page)
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert BOOK not in download.value.path().read_text("utf-8")
    page.goto(history)
    expect(page.locator("article.result")).to_have_count(0)
    expect(page.locator(".empty-state a")).to_have_attribute("href", re.compile("/lua-chon/$"))

"""A running site with the demo, whose people sign in by the form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.screens import LAPTOP, PHONE
from tests.support.sites import Site

PAGES_OF_THE_SCAN = 11  # up to the spread after the poem that the journeys search for
BOOKLETS = 3
SCAN = "Văn tuyển học đường"
LESSON = "Phân số bằng nhau"
WITHOUT_MARKS = "trai qua mot cuoc be dau"
WITH_MARKS = "Trải qua một cuộc bể dâu"


@dataclass(frozen=True)
class Shelf:
    """The site and the one password of its people."""

    site: Site
    password: str

    @property
    def url(self) -> str:
        """Return the address of the site, without a slash at the end."""
        return self.site.url

    @property
    def sources(self) -> Path:
        """Return the folder with the source files of the demo."""
        return self.site.var_dir / "demo" / "sources"

    def sign_in(self, page: Page, username: str) -> None:
        """Sign in by the form, then open the front page."""
        page.goto(f"{self.url}/tai-khoan/login/")
        page.locator("[name=login]").fill(username)
        page.locator("[name=password]").fill(self.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile(rf"^{re.escape(self.url)}/(?!tai-khoan)"))

    def search(self, page: Page, words: str) -> None:
        """Search from the front page, by the field on it."""
        page.goto(f"{self.url}/")
        field = page.locator("#home-search")
        field.fill(words)
        field.press("Enter")
        page.wait_for_url("**/tim/**")

    def give_back_all(self, page: Page) -> None:
        """Return every loan on the reader's shelf."""
        page.goto(f"{self.url}/tu-cua-toi/")
        while page.locator("main form[action$='/tra/']").count():
            with page.expect_navigation():
                page.locator("main form[action$='/tra/'] button").first.click()


@pytest.fixture(scope="session")
def shelf(running_site: Site) -> Shelf:
    """Create the demo with the workers of the site."""
    running_site.manage("demo", "--pages", str(PAGES_OF_THE_SCAN), "--booklets", str(BOOKLETS))
    return Shelf(running_site, (running_site.var_dir / "demo" / "password").read_text("utf-8"))


@pytest.fixture
def second(page: Page) -> Iterator[Page]:
    """Open the browser of another person at the same time."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=[PHONE, pytest.param(LAPTOP, marks=pytest.mark.slow)], ids=["phone", "laptop"])
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Open a browser of this size."""
    context = browser.new_context(locale="vi-VN", viewport=request.param)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["", pytest.param("/en", marks=pytest.mark.slow)], ids=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Return the prefix of the path: none for Vietnamese."""
    return str(request.param)


def hit_of(page: Page, title: str) -> Locator:
    """Return the card of a resource on the results screen."""
    return page.locator("article.result").filter(has=page.locator(".result__title", has_text=title))


def open_resource(page: Page, shelf: Shelf, title: str, language: str = "") -> None:
    """Open the page of a resource from the results."""
    page.goto(f"{shelf.url}{language}/tim/?q={title}")
    page.locator(".result__title a", has_text=title).first.click()
    expect(page.locator("h1")).to_have_text(title)


def wait_for_pages(page: Page) -> None:
    """Wait until a page of the book is drawn."""
    expect(page.locator("#book img.BRpageimage:visible").first).to_be_visible()

"""Take the screenshots of the documentation from a running site with its demo; started by hand:

python -m tests.journeys.pictures URL PASSWORD [FOLDER]
"""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from devtools.browser import chromium_path
from devtools.paths import ROOT
from tests.journeys.conftest import LESSON, SCAN, WITHOUT_MARKS, hit_of, wait_for_pages
from tests.support.browsers import PHONE, wait_until

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
LANGUAGES = {"vi": "", "en": "/en"}


def main(url: str, password: str, folder: Path) -> None:
    """Take every screen, on both devices, in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium_path()), args=as_root)
        for device, options in (("laptop", LAPTOP), ("phone", PHONE)):
            for language, prefix in LANGUAGES.items():
                take = _camera(folder, f"{device}-{language}")
                _teacher(browser, options, f"{url}{prefix}", url, password, take)
                _librarian(browser, options, f"{url}{prefix}", url, password, take)
                _officer(browser, options, f"{url}{prefix}", url, password, take)
        browser.close()


def _camera(folder: Path, ending: str) -> Callable[[Page, str], None]:
    def take(page: Page, name: str) -> None:
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        image.save(folder / f"{name}-{ending}.webp", "WEBP", quality=78, method=6)

    return take


def _signed_in(browser: Browser, options: dict, url: str, username: str, password: str) -> Page:
    context = browser.new_context(locale="vi-VN", **options)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{url}/tai-khoan/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")
    return page


def _teacher(
    browser: Browser, options: dict, here: str, url: str, password: str, take: Callable[[Page, str], None]
) -> None:
    page = _signed_in(browser, options, url, "teacher.b", password)
    _give_back(page, url)
    page.goto(f"{here}/")
    take(page, "home")
    page.goto(f"{here}/truong/nguyen-du/")
    take(page, "school")
    page.goto(f"{here}/tim/?q={WITHOUT_MARKS.replace(' ', '+')}")
    take(page, "results")
    hit_of(page, SCAN).locator(".result__title a").click()
    take(page, "resource")
    page.locator("form[action$='/muon/'] button").click()
    page.wait_for_url("**/doc/**")
    page.goto(f"{here}/tim/?q={WITHOUT_MARKS.replace(' ', '+')}")
    hit_of(page, SCAN).locator(".result__actions a").click()
    wait_for_pages(page)
    page.locator("#book rect:visible").first.wait_for()
    take(page, "reader")
    page.goto(f"{here}/tu-cua-toi/")
    take(page, "shelf")
    page.goto(f"{here}/tim/?q=uoc+chung+lon+nhat")
    hit_of(page, LESSON).locator(".match a").first.click()
    page.locator("#video").wait_for()
    wait_until(page, "document.querySelector('#video').readyState >= 2")
    take(page, "player")
    _give_back(page, url)
    page.context.close()


def _give_back(page: Page, url: str) -> None:
    page.goto(f"{url}/tu-cua-toi/")
    while page.locator("main form[action$='/tra/']").count():
        with page.expect_navigation():
            page.locator("main form[action$='/tra/'] button").first.click()


def _librarian(
    browser: Browser, options: dict, here: str, url: str, password: str, take: Callable[[Page, str], None]
) -> None:
    page = _signed_in(browser, options, url, "librarian.a", password)
    for name, path in (("uploads", "/so-hoa/"), ("agreements", "/chia-se/")):
        page.goto(f"{here}{path}")
        take(page, name)
    page.locator("main article a").first.click()
    take(page, "agreement")
    page.goto(f"{url}/quan-tri/hoc-lieu/")
    take(page, "desk")
    page.context.close()


def _officer(
    browser: Browser, options: dict, here: str, url: str, password: str, take: Callable[[Page, str], None]
) -> None:
    page = _signed_in(browser, options, url, "officer", password)
    page.goto(f"{here}/tong-quan/")
    take(page, "overview")
    page.context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2], Path(sys.argv[3]) if len(sys.argv) > 3 else ROOT / "docs" / "pictures")

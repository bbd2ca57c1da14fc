"""Axe finds no serious problem on any screen, in both languages; each has its language attribute and one `h1`."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LESSON, SCAN, WITHOUT_MARKS, Shelf, hit_of, wait_for_pages
from tests.journeys.screens import serious
from tests.support.browsers import PHONE, cut_off, overflow, small_targets

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]

VISITOR = ("/", "/truong/", "/truong/nguyen-du/", "/tim/", "/tim/?q=nuoc", "/tim/?q=khongcogica", "/tai-khoan/login/")
DESK = ("", "hoc-lieu/", "bo-suu-tap/", "bo-suu-tap/new/", "nguoi/", "nguoi/new/", "truong/", "images/", "pages/")
ADMINISTRATOR = tuple(f"/quan-tri/{path}" for path in ("", "nguoi/", "truong/", "hang-doi/", "tinh-trang/"))
QUESTIONS = ("/tim/?q=sach+toan+lop+6", "/tim/?q=video+phan+so+khung+long")  # understood; with a part left out
READER = (
    f"/tim/?q={WITHOUT_MARKS.replace(' ', '+')}",
    *QUESTIONS,
    "/tu-cua-toi/",
    "/tim/?subject=toan&grade=6",
    "/khong-co-gi/",
)
LIBRARIAN = ("/danh-sach/", "/so-hoa/", "/chia-se/", "/chia-se/thoa-thuan/moi/", "/chia-se/nhom/moi/")


@pytest.fixture
def signed_in(browser: Browser) -> Iterator[Page]:
    """Open a browser for a person who signs in."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def look_at(page: Page, address: str, language: str) -> list[str]:
    """Open a screen and return its problems."""
    page.goto(address)
    wrong = serious(page)
    if page.locator("html").get_attribute("lang") != ("en" if language else "vi"):
        wrong.append("language")
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} first headings")
    return [f"{address}: {what}" for what in wrong]


def test_for_visitors(page: Page, shelf: Shelf, language: str) -> None:
    wrong = [what for path in VISITOR for what in look_at(page, f"{shelf.url}{language}{path}", language)]
    assert wrong == []


def test_for_readers(signed_in: Page, shelf: Shelf, language: str) -> None:
    page = signed_in
    shelf.sign_in(page, "teacher.b")
    wrong = [what for path in READER for what in look_at(page, f"{shelf.url}{language}{path}", language)]
    shelf.search(page, WITHOUT_MARKS)
    hit_of(page, SCAN).locator(".result__title a").click()
    record = re.sub(r"\?.*", "", page.url).replace(shelf.url, f"{shelf.url}{language}")
    wrong += look_at(page, record, language)
    wrong += look_at(page, record.replace("/hoc-lieu/", "/doc/"), language)
    assert wrong == []


def test_for_the_reader_and_the_player(signed_in: Page, shelf: Shelf, language: str) -> None:
    page = signed_in
    shelf.sign_in(page, "librarian.a")
    shelf.search(page, WITHOUT_MARKS)
    hit_of(page, SCAN).locator(".result__actions a").click()
    page.goto(page.url.replace(shelf.url, f"{shelf.url}{language}"))
    wait_for_pages(page)
    wrong = serious(page)
    for key in ("/", "Escape", "c", "Escape", "t", "?"):
        page.keyboard.press(key)
        wrong += [f"{key}: {what}" for what in serious(page)]
    shelf.search(page, LESSON)
    hit_of(page, LESSON).locator(".result__actions a").click()
    wrong += look_at(page, page.url.replace(shelf.url, f"{shelf.url}{language}"), language)
    assert wrong == []


def test_for_librarians(signed_in: Page, shelf: Shelf, language: str) -> None:
    page = signed_in
    shelf.sign_in(page, "librarian.a")
    wrong = [what for path in LIBRARIAN for what in look_at(page, f"{shelf.url}{language}{path}", language)]
    page.goto(f"{shelf.url}{language}/so-hoa/")
    page.locator("#uploads tbody a").first.click()
    expect(page.locator("#progress")).to_be_visible()
    wrong += look_at(page, page.url, language)
    page.goto(f"{shelf.url}{language}/chia-se/")
    page.locator("main article a").first.click()
    wrong += look_at(page, page.url, language)
    assert wrong == []


def test_for_the_desk(signed_in: Page, shelf: Shelf) -> None:
    page = signed_in
    shelf.sign_in(page, "librarian.a")
    wrong: list[str] = []
    for path in ("", "hoc-lieu/", "bo-suu-tap/", "nguoi/", "truong/"):
        page.goto(f"{shelf.url}/quan-tri/{path}")
        page.wait_for_load_state("networkidle")
        wrong += [f"{path}: {what}" for what in serious(page)]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_nothing_runs_over_the_edge_and_fingers_hit_everything(
    browser: Browser, shelf: Shelf, width: int
) -> None:
    wrong: list[str] = []
    for user, paths in (
        ("", VISITOR),
        ("teacher.b", READER),
        ("librarian.a", (*LIBRARIAN, *(f"/quan-tri/{path}" for path in DESK))),
        ("admin", ADMINISTRATOR),
    ):
        context = browser.new_context(**{**PHONE, "viewport": {"width": width, "height": 740}})
        page = context.new_page()
        if user:
            shelf.sign_in(page, user)
        for path in paths:
            page.goto(f"{shelf.url}{path}", wait_until="networkidle")
            found = (*overflow(page), *small_targets(page), *cut_off(page))
            wrong += [f"{path} as {user}: {problem}" for problem in found]
            wrong += [f"{path} as {user}: {problem}" for problem in serious(page)]
        context.close()
    assert wrong == []

"""Journey 6: the steps of journey 2 with the keyboard alone, and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SCAN, WITHOUT_MARKS, Shelf, hit_of, wait_for_pages

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]

FAR = 80  # maximum number of presses of the Tab key


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; every element on the way must show its focus."""
    for _stop in range(FAR):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way by tabulator to {selector}")


def test_by_keyboard_alone(page: Page, shelf: Shelf) -> None:
    page.goto(f"{shelf.url}/tai-khoan/login/")
    page.keyboard.type("teacher.two")  # the field has the focus already
    page.keyboard.press("Tab")
    page.keyboard.type(shelf.password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"^{re.escape(shelf.url)}/(?!tai-khoan)"))
    shelf.give_back_all(page)
    page.goto(f"{shelf.url}/")
    tab_to(page, "#home-search")
    page.keyboard.type(WITHOUT_MARKS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/**")
    tab_to(page, "form[action$='/muon/'] button")
    page.keyboard.press("Enter")

    page.wait_for_url("**/doc/**")
    wait_for_pages(page)
    expect(page.locator("#book rect:visible")).not_to_have_count(0)
    book = page.url
    before = page.locator("#page-number").input_value()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#page-number")).not_to_have_value(before)
    page.keyboard.press("t")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("t")

    tab_to(page, "header a[href*='/hoc-lieu/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hoc-lieu/**")
    tab_to(page, "form[action$='/tra/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("form[action$='/tra/']")).to_have_count(0)
    answer = page.goto(book)
    assert answer is not None
    assert answer.status == 403


def test_on_a_phone(phone: Page, shelf: Shelf) -> None:
    shelf.sign_in(phone, "teacher.b")
    shelf.give_back_all(phone)
    shelf.search(phone, WITHOUT_MARKS)
    assert_fits(phone)
    hit_of(phone, SCAN).locator("form[action$='/muon/'] button").tap()
    phone.wait_for_url("**/doc/**")
    wait_for_pages(phone)
    expect(phone.locator("#book rect:visible")).not_to_have_count(0)
    assert_fits(phone)
    book = phone.url
    phone.locator("header a[href*='/hoc-lieu/']").tap()
    phone.wait_for_url("**/hoc-lieu/**")
    assert_fits(phone)
    phone.locator("form[action$='/tra/'] button").tap()
    expect(phone.locator("form[action$='/tra/']")).to_have_count(0)
    answer = phone.goto(book)
    assert answer is not None
    assert answer.status == 403
    assert_fits(phone)


def assert_fits(page: Page) -> None:
    """Require that the page is not wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

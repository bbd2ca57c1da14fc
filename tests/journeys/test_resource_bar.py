"""A librarian does everything to a resource from its page, by phone and laptop, in both languages."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LESSON, Shelf, open_resource
from tests.journeys.screens import LAPTOP, problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
BOOK = "Nước trong tự nhiên"
CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:03.000\nEqual parts of one sheet\n"


def follow(page: Page, icon: str) -> None:
    """Follow the link of the bar with this icon."""
    page.locator(".resource-bar a", has=page.locator(f"use[href$='#{icon}']")).click()


def test_everything_is_one_step_from_the_page_and_captions_are_added_later(
    screen: Page, shelf: Shelf, language: str
) -> None:
    page = screen
    shelf.sign_in(page, "librarian.a")
    open_resource(page, shelf, LESSON, language)
    bar = page.locator(".resource-bar a")
    found = problems(page)
    for number in range(bar.count()):
        address = page.url
        bar.nth(number).click()
        expect(page.locator("h1, h2").first).to_be_visible()
        if "/quan-tri/" not in page.url:
            found += problems(page)
        page.goto(address)
    assert found == []

    follow(page, "document")
    page.locator("[name=file]").set_input_files(
        {"name": "lesson.en.vtt", "mimeType": "text/vtt", "buffer": CAPTIONS.encode()}
    )
    page.locator("select[name=language]").select_option("en")
    page.locator("form[enctype] button.button").click()
    saved = page.locator("details", has_text="lesson.en.vtt")
    expect(saved).to_be_visible()
    assert problems(page) == []
    saved.locator("summary").click()
    saved.locator("button").click()
    expect(saved).to_have_count(0)


def test_rights_are_cleared_from_the_page_and_the_contents_are_pasted(browser: Browser, shelf: Shelf) -> None:
    context = browser.new_context(locale="vi-VN", viewport=LAPTOP)
    page, visitor = context.new_page(), browser.new_context(locale="vi-VN").new_page()
    page.set_default_timeout(20_000)
    shelf.sign_in(page, "librarian.a")
    open_resource(page, shelf, BOOK)
    address = page.url
    follow(page, "edit")
    page.locator("[name=rights]").select_option("unknown")
    page.locator("#w-editor-form button[type=submit]").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    visitor.goto(address)
    expect(visitor.locator("[href*='/tai-ve/']")).to_have_count(0)
    expect(visitor.get_by_text("đọc được từng trang")).to_be_visible()

    page.goto(address)
    follow(page, "lock")
    page.locator("[name=rights][value=cc0]").check()
    page.locator("[name=reason]").fill("Tác giả ghi ở trang 2")
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    page.wait_for_url(address)
    visitor.goto(address)
    expect(visitor.locator("[href*='/tai-ve/']").first).to_be_visible()
    expect(visitor.get_by_text("Tác giả ghi ở trang 2")).to_be_visible()

    follow(page, "book")
    contents = page.locator("[name=contents]")
    before = contents.input_value()
    contents.fill("Mở đầu ........ 1\n- Đọc thêm .. 99999")
    page.locator("form[action$='/muc-luc/'] button").click()
    expect(page.locator(".field--error")).to_contain_text("99999")
    contents.fill("Mở đầu ........ 1\n- Đọc thêm\t2")
    page.locator("form[action$='/muc-luc/'] button").click()
    expect(contents).to_have_value(re.compile("^Mở đầu … 1\n- Đọc thêm … 2$"))
    visitor.goto(address)
    expect(visitor.locator(".contents")).to_contain_text("Đọc thêm")
    contents.fill(before)
    page.locator("form[action$='/muc-luc/'] button").click()
    expect(contents).to_have_value(before)
    context.close()
    visitor.context.close()

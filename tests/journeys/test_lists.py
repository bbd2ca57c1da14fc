"""A teacher makes a list for a class and shares it by link and QR code; others open it, each as far as they may."""

import pytest
from playwright.sync_api import Browser, Page, expect

from reading.qr import qr_response
from tests.journeys.conftest import LESSON, Shelf, open_resource
from tests.journeys.screens import problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
BOOK = "Nước trong tự nhiên"
LIST = "Ôn tập cuối tuần"
NOTE = "Đọc mục 2 trước"


def titles(page: Page) -> list[str]:
    return page.locator("ol.results .result__title").all_inner_texts()


def put_on_list(page: Page) -> None:
    """Put the resource whose page is open on the list: a new one, if there is none of the name."""
    page.locator("#save summary").click()
    own = page.locator("#save label.choice", has_text=LIST)
    if own.count():
        own.locator("input").check()
    else:
        page.locator("#new-list").fill(LIST)
    page.locator("#save form[action$='/danh-sach/'] button").click()
    expect(page.locator("#messages .message--success")).to_be_visible()


def open_list(page: Page, shelf: Shelf, language: str) -> None:
    """Open the list from the page of all lists."""
    page.goto(f"{shelf.url}{language}/tu-cua-toi/danh-sach/")
    page.locator(".list-card", has_text=LIST).click()
    expect(page.locator("h1")).to_have_text(LIST)


def share(page: Page, audience: str) -> str:
    """Share the list that is open; return its link."""
    if not page.locator("#share[open]").count():
        page.locator("#share summary").click()
    page.locator(f"#share [name=audience][value={audience}]").check()
    page.locator("#share form[action$='/chia-se/'] button").click()
    expect(page.locator("#share img")).to_be_visible()
    return page.locator("#share-link").input_value()


def test_a_list_is_made_put_in_order_and_opened_by_others_through_its_link(
    browser: Browser, screen: Page, second: Page, shelf: Shelf, language: str
) -> None:
    page, visitor = screen, browser.new_context(locale="vi-VN").new_page()
    shelf.sign_in(page, "teacher.a")
    for title in (LESSON, BOOK):
        open_resource(page, shelf, title, language)
        put_on_list(page)
    open_list(page, shelf, language)
    assert titles(page) == [LESSON, BOOK]
    page.locator("article.result", has_text=BOOK).locator("[name=to][value=up]").click()
    expect(page.locator(".result__title").first).to_have_text(BOOK)
    entry = page.locator("article.result", has_text=BOOK)
    entry.locator("summary").click()
    entry.locator("[name=note]").fill(NOTE)
    entry.locator("form[action$='/ghi-chu/'] button").click()
    expect(page.locator(".list-note")).to_have_text(NOTE)
    page.locator("form[action$='/bo/'] button").last.click()
    expect(page.locator("ol.results > li")).to_have_count(1)
    page.locator("form[action$='/khoi-phuc/'] button").click()
    expect(page.locator("ol.results > li")).to_have_count(2)

    private = page.url.partition("#")[0]
    shelf.sign_in(second, "teacher.b")
    assert (answer := second.goto(private)) is not None
    assert answer.status == 404, "a list is private until it is shared"
    link = share(page, "everyone")
    assert link.startswith(shelf.url)
    code = page.request.get(page.locator("#share img").evaluate("image => image.src")).body()
    assert code == qr_response(link, cache_control="").content, "the QR code is the link"
    assert problems(page) == []

    visitor.goto(link)
    assert titles(visitor) == [BOOK, LESSON]
    expect(visitor.locator(".list-note")).to_have_text(NOTE)
    assert problems(visitor) == []
    second.goto(link)
    second.locator("form[action$='/theo-doi/'] button").click()
    second.goto(f"{shelf.url}/tu-cua-toi/danh-sach/")
    expect(second.locator("[aria-labelledby=followed-title] .list-card", has_text=LIST)).to_be_visible()
    assert problems(second) == []
    assert (answer := second.goto(private)) is not None
    assert answer.status == 404, "the link opens the shared list, not the owner's page of it"

    share(page, "school")
    for other in (visitor, second):
        assert (answer := other.goto(link)) is not None
        assert answer.status == 404, "it is for people of the owner's school"
    page.locator("form[action$='/thoi-chia-se/'] button").click()
    expect(page.locator("#share-link")).to_have_count(0)
    page.locator("form[action$='/xoa/'] button").click()
    page.locator("form[action$='/khoi-phuc/'] button").click()
    expect(page.locator("h1")).to_have_text(LIST)
    page.locator("form[action$='/xoa/'] button").click()
    expect(page.locator(".list-card", has_text=LIST)).to_have_count(0)
    visitor.context.close()


def test_a_favourite_is_saved_and_taken_out_from_the_page_of_a_resource(
    screen: Page, shelf: Shelf, language: str
) -> None:
    page = screen
    open_resource(page, shelf, BOOK, language)
    page.locator("#save a").click()
    page.wait_for_url("**/login/**")
    page.locator("[name=login]").fill("pupil.a")
    page.locator("[name=password]").fill(shelf.password)
    page.locator("[name=password]").press("Enter")
    expect(page.locator("h1")).to_have_text(BOOK)
    page.locator("#favourite[value='1']").click()
    expect(page.locator("#favourite")).to_have_attribute("value", "0")
    assert problems(page) == []
    address = page.url

    page.goto(f"{shelf.url}{language}/")
    page.locator(".list-card", has=page.locator("use[href$='#heart']")).click()
    assert titles(page) == [BOOK]
    expect(page.locator("#share")).to_have_count(0)
    assert problems(page) == []
    page.goto(address)
    page.locator("#favourite").click()
    expect(page.locator("#favourite")).to_have_attribute("value", "1")


def test_a_pupil_shares_with_the_school_alone_and_is_not_named(
    screen: Page, second: Page, shelf: Shelf, language: str
) -> None:
    page = screen
    shelf.sign_in(page, "pupil.a")
    open_resource(page, shelf, LESSON, language)
    put_on_list(page)
    open_list(page, shelf, language)
    page.locator("#share summary").click()
    expect(page.locator("#share [name=audience]")).to_have_count(1)
    link = share(page, "school")
    assert problems(page) == []
    assert (answer := second.goto(link)) is not None
    assert answer.status == 404
    shelf.sign_in(second, "teacher.a")
    second.goto(link)
    assert titles(second) == [LESSON]
    expect(second.locator("main")).not_to_contain_text("Trần Văn Bình")
    page.locator("form[action$='/xoa/'] button").click()
    expect(page.locator(".list-card", has_text=LIST)).to_have_count(0)
    assert (answer := second.goto(link)) is not None
    assert answer.status == 404

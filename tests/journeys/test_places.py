"""A school page, a collection in its order, and the overview, by phone and laptop, in both languages."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LESSON, Shelf
from tests.journeys.screens import LAPTOP, NARROW, problems, serious

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
COLLECTION = "Bắt đầu lớp 6"


def order_of(page: Page) -> list[str]:
    return page.locator("ol.results .result__title").all_inner_texts()


def test_a_visitor_reads_a_collection_from_the_page_of_a_school(screen: Page, shelf: Shelf, language: str) -> None:
    page = screen
    page.goto(f"{shelf.url}{language}/truong/nguyen-du/")
    expect(page.locator("#contact-title")).to_be_visible()
    total = int(page.locator(".counted--large b").first.inner_text())
    assert problems(page) == []
    page.locator(".counted--large a").first.click()
    expect(page.locator("h1")).to_contain_text(str(total))

    page.goto(f"{shelf.url}{language}/truong/nguyen-du/")
    page.locator(".collections__item", has_text=COLLECTION).click()
    expect(page.locator("h1")).to_have_text(COLLECTION)
    assert order_of(page) == ["Nước trong tự nhiên", LESSON, "Hình học quanh em"]
    assert problems(page) == []
    page.locator("a", has=page.locator("use[href$='#search']")).first.click()
    page.wait_for_url("**/tim/**")
    expect(page.locator(".chips .chip").first).to_contain_text(COLLECTION)
    assert problems(page) == []


def test_a_librarian_changes_the_order_by_keyboard_by_drag_and_by_number(browser: Browser, shelf: Shelf) -> None:
    context = browser.new_context(locale="vi-VN", viewport=LAPTOP)
    page = context.new_page()
    page.set_default_timeout(20_000)
    shelf.sign_in(page, "librarian.a")
    page.goto(f"{shelf.url}/quan-tri/bo-suu-tap/")
    page.locator("table.listing a", has_text=COLLECTION).first.click()
    page.locator("a[href*='/order/']").first.click()
    expect(page.locator(".collection-order tbody tr")).not_to_have_count(0)
    address = page.url

    def titles() -> list[str]:
        page.goto(address)
        return page.locator(".collection-order td.title").all_inner_texts()

    first = titles()
    assert len(first) >= 3
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        page.locator(".w-orderable__item__handle").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    moved = titles()
    assert moved == [first[1], first[0], *first[2:]]

    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        page.locator(".w-orderable__item__handle").nth(2).drag_to(page.locator(".w-orderable__item__handle").first)
    dragged = titles()
    assert dragged == [moved[2], moved[0], moved[1], *moved[3:]]

    for title in reversed(first):  # put the demo back, by number
        row = page.locator(".collection-order tbody tr", has_text=title)
        row.locator("[name=place]").fill("1")
        with page.expect_navigation():
            row.locator("form button").click()
    assert titles() == first
    assert serious(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    context.close()


@pytest.mark.parametrize(("username", "schools"), [("officer", 3), ("head.a", 1)])
def test_an_officer_and_a_head_see_their_schools(
    screen: Page, shelf: Shelf, language: str, username: str, schools: int
) -> None:
    page = screen
    shelf.sign_in(page, username)
    page.goto(f"{shelf.url}{language}/")
    page.locator(f".site-header a[href='{language}/tong-quan/']").click()
    expect(page.locator("#each-school tbody tr")).to_have_count(schools)
    expect(page.locator("#holdings svg.chart")).to_be_visible()
    for summary in page.locator(".overview__table summary").all():
        summary.click()
    expect(page.locator("#holdings tbody tr").first).to_be_visible()
    assert problems(page) == []
    with page.expect_download() as download:
        page.locator("#each-school a[href$='schools.csv']").click()
    assert "Nguyễn Du" in download.value.path().read_text("utf-8-sig")
    page.locator("#school-words").fill("nguyen du")
    page.locator(".overview__search button").click()
    expect(page.locator("#each-school tbody tr")).to_have_count(1)

"""A librarian enters a printed book with its copies, finds them in the register, prints labels, removes one."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Shelf
from tests.journeys.screens import problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]


def look(page: Page, name: str) -> list[str]:
    """Return what is wrong with the screen."""
    return [f"{name}: {problem}" for problem in problems(page)]


def test_a_printed_book_gets_copies_labels_and_a_place_in_the_register(
    screen: Page, shelf: Shelf, language: str
) -> None:
    page = screen
    shelf.sign_in(page, "librarian.a")
    page.goto(f"{shelf.url}{language}/bien-muc-sao-chep/sach-in/")
    found = look(page, "start")
    page.locator("a[href$='khong-isbn/']").click()
    title = f"Truyện cổ nước mình {page.viewport_size['width']}{language.strip('/')}"  # type: ignore[index]
    page.locator("[name=title]").fill(title)
    page.locator("[name=count]").fill("3")
    page.locator("[name=price]").fill("45.000")
    page.locator("[name=store]").fill("Kho thiếu nhi")
    found += look(page, "book and copies")
    page.locator("main form button.button").last.click()
    expect(page.locator(".message--success")).to_contain_text(title)

    page.goto(f"{shelf.url}{language}/cho-muon/so-dang-ki/")
    found += look(page, "register")
    page.goto(f"{shelf.url}{language}/cho-muon/so-dang-ki/?q={title}")
    page.locator("td a", has_text=title).first.click()
    expect(page.locator("tbody tr")).to_have_count(3)
    found += look(page, "copies")
    page.locator("tbody a.button").first.click()
    found += look(page, "copy")
    page.locator("[name=reason]").select_option("torn")
    page.locator("button[value=removed]").click()
    expect(page.locator(".message--success")).to_be_visible()
    page.goto(f"{shelf.url}{language}/cho-muon/so-tong-quat/")
    for summary in page.locator("main details.disclosure summary").all():
        summary.click()
    found += look(page, "general register")
    page.goto(f"{shelf.url}{language}/cho-muon/nhan-sach/")
    found += look(page, "labels")
    labels = page.request.get(f"{shelf.url}{language}/cho-muon/nhan-sach/?kind=barcode&sheet=3x8&start=1&q={title}")
    assert labels.body().startswith(b"%PDF")
    assert found == []

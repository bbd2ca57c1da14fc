"""Journey: a librarian joins the same book of another school, readers find one entry, and it is parted again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Shelf, hit_of

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(600),
]
TITLE, WORDS = "Số đỏ", "so do vu trong phung"
OWN, OTHER = "Trường THCS Nguyễn Du", "Trường THCS Lê Quý Đôn"


def expect_entries(reader: Page, shelf: Shelf, number: int) -> None:
    """Search until the index has followed; the heading, the list and the filters say the same."""

    def found() -> int:
        reader.goto(f"{shelf.url}/tim/?q={WORDS}")
        return hit_of(reader, TITLE).count()

    for _attempt in range(60):
        if found() == number:
            break
        reader.wait_for_timeout(500)
    expect(hit_of(reader, TITLE)).to_have_count(number)
    expect(reader.locator("h1")).to_contain_text(f"{number} kết quả")


def test_two_holdings_become_one_entry_and_two_again(page: Page, second: Page, shelf: Shelf) -> None:
    expect_entries(second, shelf, 2)
    shelf.sign_in(page, "librarian.a")
    page.goto(f"{shelf.url}/tim/?q={WORDS}")
    hit_of(page, TITLE).filter(has_text=OWN).locator(".result__title a").click()
    page.get_by_role("link", name="Cùng lần xuất bản").click()
    expect(page.get_by_role("heading", name="Có thể là cùng sách")).to_be_visible()
    page.get_by_role("button", name=re.compile(f"^Đây là cùng một lần xuất bản.*{OTHER}")).press("Enter")
    expect(page.get_by_role("heading", name="Trường khác cũng có")).to_be_visible()
    expect_entries(second, shelf, 1)
    expect(hit_of(second, TITLE)).to_contain_text("Trường khác cũng có")
    page.get_by_role("button", name="Tách khỏi các bản khác").press("Enter")
    expect(page.get_by_role("heading", name="Trường khác cũng có")).to_have_count(0)
    expect_entries(second, shelf, 2)

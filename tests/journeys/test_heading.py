"""Journey: a cataloguer corrects a heading over many records, readers find both forms, and the act is undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Shelf

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
NAME, NEW = "Lê Thu Hà", "Lê Thu Hà, 1985-"


def test_a_heading_is_changed_over_its_records_and_undone(page: Page, second: Page, shelf: Shelf) -> None:
    shelf.sign_in(page, "cataloguer")
    page.goto(f"{shelf.url}/tieu-de-chuan/?q=thu+ha")
    page.get_by_role("link", name=NAME, exact=True).click()
    address = page.url
    page.get_by_text("Sửa tiêu đề", exact=True).press("Enter")
    page.get_by_label("Năm sinh và năm mất").first.fill("1985-")
    page.get_by_label("Lí do thay đổi").fill("Ghi ở bìa sau")
    page.get_by_role("button", name="Sửa cho mọi trường").press("Enter")
    expect(page.get_by_text(re.compile("Đã tạo hoặc sửa [1-9]"))).to_be_visible(timeout=120_000)
    act = page.url
    shelf.sign_in(second, "teacher.a")
    for words in ("le thu ha 1985", NAME):
        second.goto(f"{shelf.url}/tim/?q={words}")
        expect(second.get_by_text(NEW).first).to_be_visible(timeout=60_000)
    page.goto(act)
    page.get_by_text("Hoàn tác cả đợt").first.click()
    page.get_by_role("button", name="Hoàn tác cả đợt").click()
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible(timeout=120_000)
    second.goto(f"{shelf.url}/tim/?q={NAME}")
    expect(second.get_by_text(NEW)).to_have_count(0)
    page.goto(address)
    expect(page.locator("h1")).to_have_text(NAME)

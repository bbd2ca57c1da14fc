"""Journeys: a cataloguer imports a file of authorities and takes it back; a librarian links one by keyboard."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from repository.authority_entry import Entry
from repository.formats import authority_marc
from tests.journeys.conftest import Shelf
from tests.journeys.screens import LAPTOP, PHONE, problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]


@pytest.mark.parametrize("screen", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_file_of_authorities_is_checked_imported_seen_and_taken_back(
    browser: Browser, shelf: Shelf, tmp_path: Path, screen: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    page = browser.new_page(viewport=screen)
    new = Entry("person", f"Sepúlveda, {request.node.callspec.id}", "1949-2020", variants=("Xe-pun-vê-đa",))
    doubtful = Entry("person", "Lê Thu Hà", "1801-1850")
    file = tmp_path / "tieu-de.mrc"
    now = timezone.now()
    file.write_bytes(b"".join(authority_marc.of(one, now) for one in (new, doubtful)) + b"00030 damaged\x1d")
    shelf.sign_in(page, "cataloguer")
    page.goto(f"{shelf.url}/tieu-de-chuan/")
    page.get_by_role("link", name="Nhập từ tệp").click()
    page.locator("[name=authorities]").set_input_files(file)
    assert not problems(page)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("heading", name="Tiêu đề chuẩn", exact=True)).to_be_visible(timeout=120_000)
    expect(page.get_by_text("1 biểu ghi chưa chắc chắn")).to_be_visible()
    assert not problems(page)
    page.locator("input[type=radio][data-key]").first.focus()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã lưu 1 quyết định")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Không thể nhập: 1|^Không nhập được: 1")).click()
    expect(page.get_by_text("Bị hỏng")).to_be_visible()
    checked = page.url
    page.get_by_role("button", name=re.compile("^Nhập 1 tiêu đề chuẩn$")).click()
    expect(page.get_by_text("Đã tạo hoặc sửa 1 biểu ghi")).to_be_visible(timeout=120_000)
    act = page.url
    page.goto(f"{shelf.url}/tieu-de-chuan/?q=xe+pun+ve+da")
    expect(page.get_by_role("link", name=new.shown)).to_be_visible()
    page.goto(checked)
    expect(page.get_by_role("link", name=new.shown)).to_be_visible()
    assert not problems(page)
    page.goto(act)
    page.locator("summary", has_text="Hoàn tác cả đợt").click()
    page.get_by_role("button", name="Hoàn tác cả đợt").click()
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible(timeout=120_000)
    page.goto(f"{shelf.url}/tieu-de-chuan/?q=xe+pun+ve+da")
    expect(page.get_by_role("link", name=new.shown)).to_have_count(0)
    page.close()


def test_an_authority_is_chosen_by_keyboard_while_a_name_is_typed(page: Page, shelf: Shelf) -> None:
    shelf.sign_in(page, "librarian.a")
    page.goto(f"{shelf.url}/quan-tri/hoc-lieu/")
    page.locator("main a[href*='/hoc-lieu/edit/']").first.click()
    field = page.locator("authority-field", has=page.locator("textarea[name=creators]"))
    rows = field.locator("li.authority-field__row")
    before = rows.count()
    rows.last.locator("input").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    page.keyboard.type("le thu h", delay=40)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(rows.last.locator("input")).to_have_value("Lê Thu Hà")
    expect(rows.last.get_by_text("Tiêu đề chuẩn: Lê Thu Hà")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.locator("[name=title]").press("Enter")
    page.wait_for_load_state()
    page.goto(f"{shelf.url}/tieu-de-chuan/?q=le+thu+ha")
    page.get_by_role("link", name="Lê Thu Hà", exact=True).click()
    expect(page.locator("h1")).to_have_text("Lê Thu Hà")

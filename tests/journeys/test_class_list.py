"""Journey: a librarian imports a class list and prints slips; a pupil signs in for the first time with a phone."""

import re
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shelf
from tests.roster.lists import workbook
from tests.support.browsers import PHONE

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
NAME, CLASS = "Ưng Hoàng Ổn", "9C4"
LIST = [
    ["TRƯỜNG THCS NGUYỄN DU"],
    [f"DANH SÁCH HỌC SINH LỚP {CLASS}"],
    ["STT", "Họ và tên", None, "Ngày sinh", "Dân tộc"],
    [1, "Ưng Hoàng", "Ổn", "05/09/2012", "Kinh"],
    ["Tổng số: 1"],
]


def narrow(page: Page) -> int:
    """Return by how many pixels the page is wider than a small phone."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": 320, "height": 640})
    too_wide = int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    page.set_viewport_size({"width": 390, "height": 844})
    return too_wide


def test_from_a_class_list_to_the_first_sign_in(page: Page, browser: Browser, shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "lop-9C4.xlsx"
    file.write_bytes(workbook({"Sheet1": LIST}))
    shelf.sign_in(page, "librarian.a")
    page.goto(f"{shelf.url}/danh-sach/")
    assert narrow(page) <= 0
    page.locator("[name=list_file]").set_input_files(file)
    page.get_by_role("button", name="Đọc danh sách").click()
    expect(page.get_by_text("Dân tộc")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("rowheader", name=re.compile(NAME))).to_be_visible()
    assert narrow(page) <= 0
    page.get_by_role("button", name=re.compile("Nhập 1 dòng")).click()
    expect(page.get_by_text("Đã nhập 1 dòng")).to_be_visible(timeout=120_000)
    page.get_by_role("link", name=re.compile(CLASS)).click()
    expect(page.locator("h1")).to_contain_text(CLASS)
    assert narrow(page) <= 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Phiếu đăng nhập").click()
    with pymupdf.open(download.value.path()) as pdf:
        words = pdf[0].get_text().split("\n")
    username = words[words.index("Tên đăng nhập") + 1]
    password = words[words.index("Mật khẩu tạm") + 1]

    pupil = browser.new_context(locale="vi-VN", **PHONE).new_page()
    pupil.goto(f"{shelf.url}/tai-khoan/login/")
    pupil.locator("[name=login]").fill(username)
    pupil.locator("[name=password]").fill(password)
    pupil.locator("[name=password]").press("Enter")
    field = pupil.locator("[name=password1]")
    expect(field).to_have_attribute("type", "text")
    pupil.get_by_label("Ẩn chữ tôi gõ").check()
    expect(field).to_have_attribute("type", "password")
    field.fill("12345678")
    field.press("Enter")
    expect(pupil.locator(".field__error").first).to_be_visible()
    pupil.locator("[name=password1]").fill("xe đạp 27")
    pupil.locator("[name=password1]").press("Enter")
    expect(pupil.locator("[name=password1]")).to_have_count(0)
    pupil.goto(f"{shelf.url}/tu-cua-toi/")
    expect(pupil.locator("h1")).to_be_visible()
    pupil.context.close()

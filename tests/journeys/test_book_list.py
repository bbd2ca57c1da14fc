"""Journey: a librarian brings a messy Excel list, corrects a column on the screen, imports it on a phone."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.imports.spreadsheets.lists import MESSY, workbook
from tests.journeys.conftest import Shelf
from tests.journeys.screens import LAPTOP, problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]


def test_from_a_messy_excel_list_to_published_books(page: Page, shelf: Shelf, tmp_path: Path) -> None:
    shelf.sign_in(page, "librarian.a")
    file = tmp_path / "sach-thu-vien.xlsx"
    file.write_bytes(workbook(MESSY, merged=["E4:G4"]))
    page.goto(f"{shelf.url}/nhap-bieu-ghi/")
    page.locator("[name=records]").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").click()
    columns = page.locator("summary", has_text="Nội dung của các cột")
    expect(columns).to_be_visible(timeout=120_000)
    columns.click()
    expect(page.get_by_label("Xuất bản / NXB")).to_have_value("publisher")
    assert not problems(page)

    page.get_by_label("Ghi chú", exact=True).select_option("series")  # “Bộ Chân trời”
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Lưu các cột và đọc lại").click()
    new = page.get_by_role("link", name="Mới: 3")
    expect(new).to_be_visible(timeout=120_000)
    new.click()
    expect(page.get_by_role("link", name="Toán 6, tập 1")).to_be_visible()
    assert not problems(page)
    page.get_by_label("Công bố: mọi người tra cứu được").check()
    page.locator("form[action$='/nhap/'] button").first.click()
    expect(page.get_by_text("Đã tạo hoặc sửa 3")).to_be_visible(timeout=120_000)
    page.goto(f"{shelf.url}/tim/?q=Dế Mèn phiêu lưu kí")
    expect(page.get_by_role("link", name="Dế Mèn phiêu lưu kí").first).to_be_visible(timeout=60_000)

    page.set_viewport_size(LAPTOP)
    page.goto(f"{shelf.url}/quan-tri/hoc-lieu/?q=Toán 6, tập 1")
    page.get_by_role("button", name="Việc có thể làm").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Danh mục sách (Excel)").click()
    again = tmp_path / download.value.suggested_filename
    download.value.save_as(again)
    rows = list(load_workbook(again).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["Toán 6, tập 1"]
    page.goto(f"{shelf.url}/nhap-bieu-ghi/")
    page.locator("[name=records]").set_input_files(again)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("link", name="Không đổi: 1")).to_be_visible(timeout=120_000)

"""Journey: a librarian imports a MARC file with doubtful matches, decides by keyboard, imports, undoes."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from repository.actions import Description
from repository.formats import marc
from tests.journeys.conftest import Shelf
from tests.journeys.screens import problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
FIRST = Description(
    title="Chuyện con mèo dạy hải âu bay", creators=["Luis Sepúlveda"], publisher="Hội Nhà văn", year=2014
)
SECOND = Description(title="Hoàng tử bé", creators=["Antoine de Saint-Exupéry"], publisher="Hội Nhà văn", year=2013)


def imported(page: Page, shelf: Shelf, file: Path) -> None:
    page.goto(f"{shelf.url}/nhap-bieu-ghi/")
    page.locator("[name=records]").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("heading", name="Biểu ghi", exact=True)).to_be_visible(timeout=120_000)


def test_from_a_marc_file_with_doubtful_matches_to_the_catalogue_and_back(
    page: Page, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.sign_in(page, "librarian.a")
    file = tmp_path / "koha.mrc"
    file.write_bytes(marc.of(FIRST) + marc.of(SECOND))
    imported(page, shelf, file)
    page.get_by_role("button", name=re.compile("^Nhập [0-9]+ biểu ghi$")).click()
    expect(page.get_by_text("Đã tạo hoặc sửa 2 biểu ghi")).to_be_visible(timeout=120_000)

    again = tmp_path / "koha-2.mrc"
    again.write_bytes(b"".join(marc.of(replace(one, year=2022, extent="100 tr.")) for one in (FIRST, SECOND)))
    imported(page, shelf, again)
    expect(page.get_by_text("2 biểu ghi chưa chắc chắn")).to_be_visible()
    assert not problems(page)
    page.locator("input[type=radio][data-key]").first.focus()
    page.keyboard.press("1")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã lưu 2 quyết định")).to_be_visible()
    expect(page.locator("input[value^=match]").first).to_be_checked()
    page.get_by_role("button", name=re.compile("^Nhập [0-9]+ biểu ghi$")).click()
    expect(page.get_by_text("Đã tạo hoặc sửa 1 biểu ghi")).to_be_visible(timeout=120_000)
    page.locator("summary", has_text="Hoàn tác lần nhập này").click()
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    expect(page.get_by_text("Đã hoàn tác lô nhập này:")).to_be_visible(timeout=120_000)
    page.get_by_role("link", name=re.compile("Mọi thay đổi")).click()
    expect(page.locator("h1")).to_contain_text("koha-2.mrc")

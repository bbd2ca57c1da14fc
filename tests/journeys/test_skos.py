"""Journeys: the programme leaves as SKOS and a list of lessons comes in; authorities in a vocabulary are checked."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Shelf
from tests.journeys.screens import LAPTOP, PHONE, problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
VOCABULARY = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://example.org/> .
:c a skos:Concept ; skos:prefLabel "Chương I. Cơ học"@vi .
:b a skos:Concept ; skos:prefLabel "Chuyển động thẳng"@vi ; skos:notation "Bài 1" ; skos:broader :c .
:a a skos:Concept ; skos:prefLabel "Rơi tự do"@vi, "Free fall"@en ; skos:notation "Bài 2" ; skos:broader :c .
:x a skos:Concept .
"""


@pytest.mark.parametrize("screen", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_lessons_and_authorities_come_from_a_vocabulary(
    browser: Browser, shelf: Shelf, tmp_path: Path, screen: dict[str, Any]
) -> None:
    page = browser.new_page(viewport=screen)
    file = tmp_path / "tu-vung.ttl"
    file.write_text(VOCABULARY, encoding="utf-8")
    shelf.sign_in(page, "librarian.a")
    page.goto(f"{shelf.url}/bai-hoc/")
    assert not problems(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về dạng SKOS (Turtle)").click()
    assert "Toán, Lớp 6" in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="Nhập danh sách").click()
    page.locator("[name=subject]").select_option("vat-li")
    page.locator("[name=grade]").select_option("10")
    page.locator("[name=file]").set_input_files(file)
    page.locator("button[value=preview]").click()
    expect(page.get_by_text("http://example.org/x: không có nhãn ưu tiên")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Rơi tự do")).to_be_visible()
    assert not problems(page)
    page.close()
    shelf.sign_in(page := browser.new_page(viewport=screen), "cataloguer")
    page.goto(f"{shelf.url}/tieu-de-chuan/")
    assert not problems(page)
    page.goto(f"{shelf.url}/nhap-tieu-de-chuan/")
    page.locator("[name=authorities]").set_input_files(file)
    assert not problems(page)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("heading", name="Tiêu đề chuẩn", exact=True)).to_be_visible(timeout=120_000)
    expect(page.get_by_text("SKOS (Turtle)")).to_be_visible()
    assert not problems(page)
    page.close()

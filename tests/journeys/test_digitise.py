"""Journey 1: a librarian uploads a folder of scans, watches the progress, reviews the result, publishes it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo import anthology
from demo.scan import make_scan
from tests.journeys.conftest import Shelf, hit_of
from tests.journeys.librarian import Record, review, send, wait_until_read

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]

TITLE = "Văn tuyển chép tay"


def test_a_librarian_digitises_a_folder_of_scans(page: Page, second: Page, shelf: Shelf, tmp_path: Path) -> None:
    folder = make_scan(tmp_path, pages=[0, 1, 2, 3, 10, 12], seed=5)  # the last lies on its side
    shelf.sign_in(page, "librarian.b")
    shelf.sign_in(second, "teacher.b")
    send(page, shelf, folder)

    expect(page.locator("#progress progress")).to_be_visible(timeout=60_000)
    expect(page.locator("#progress .upload__pages img").first).to_be_visible(timeout=60_000)
    wait_until_read(page)
    expect(page.locator("#progress")).to_contain_text(re.compile(r"\b6\D+6\b"))
    shelf.search(second, "thieu quang chin chuc da ngoai sau muoi")
    expect(second.locator("article.result", has_text="Lê Quý Đôn")).to_have_count(0)

    page.locator("#progress a[href$='/xem-lai/']").click()
    expect(page.locator("[name=title]")).to_have_value(anthology.TITLE)
    expect(page.locator("[name=isbn]")).to_have_value(anthology.ISBN.replace("-", ""))
    expect(page.locator("[name=year]")).to_have_value(str(anthology.YEAR))
    page.go_back()
    review(page, Record(TITLE, subject="lich-su-dia-li", find="everyone", read="everyone"))

    def found() -> bool:
        shelf.search(second, "thieu quang chin chuc da ngoai sau muoi")
        return hit_of(second, TITLE).count() == 1

    shelf.site.wait_for(found, "the published book is found", seconds=30)
    expect(hit_of(second, TITLE).locator(".match mark").first).to_be_visible()
    expect(hit_of(second, TITLE).locator(".result__actions a")).to_be_visible()


def test_a_file_that_is_no_book_is_refused_with_a_sentence_and_the_rest_goes_on(
    page: Page, shelf: Shelf, tmp_path: Path
) -> None:
    (tmp_path / "hỏng “1”.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (tmp_path / "rỗng.pdf").write_bytes(b"")
    good = make_scan(tmp_path, pages=[5], seed=6) / "trang-6.jpg"
    shelf.sign_in(page, "librarian.c")
    page.goto(f"{shelf.url}/so-hoa/")
    page.locator("#files").set_input_files([tmp_path / "hỏng “1”.pdf", tmp_path / "rỗng.pdf", good])
    page.locator("form[data-upload-form] button.button").first.click()
    page.wait_for_load_state()
    rows = page.locator("#uploads tbody tr")
    expect(rows.filter(has_text="hỏng “1”").locator(".state--attention")).to_be_visible(timeout=60_000)
    expect(rows.filter(has_text="rỗng").locator(".state--attention")).to_be_visible(timeout=60_000)
    expect(page.locator("#uploads a[href$='/xem-lai/']")).to_have_count(1, timeout=60_000)
    for name in ("hỏng “1”", "rỗng"):
        assert len(rows.filter(has_text=name).locator("p.small").inner_text()) > 20

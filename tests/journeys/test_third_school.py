"""Journey 3: a teacher of the third school gets 404 for the book, its pages, its cover and its file."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SCAN, WITHOUT_MARKS, Shelf, hit_of, wait_for_pages

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]


def test_the_third_school_finds_nothing_and_every_address_says_404(page: Page, second: Page, shelf: Shelf) -> None:
    shelf.sign_in(page, "teacher.b")
    addresses = addresses_of_the_book(page, shelf)
    shelf.sign_in(second, "teacher.c")
    for words in (WITHOUT_MARKS, SCAN, "van tuyen", "978-604-9999-90-1"):
        shelf.search(second, words)
        expect(second.locator("main h1")).to_be_visible()
        expect(hit_of(second, SCAN)).to_have_count(0)
        expect(second.locator("main a[href*='nguyen-du']")).to_have_count(0)
    for address in addresses:
        assert page.request.get(f"{shelf.url}{address}", max_redirects=0).status in (200, 302, 403), address
        assert second.request.get(f"{shelf.url}{address}", max_redirects=0).status == 404, address


def addresses_of_the_book(page: Page, shelf: Shelf) -> list[str]:
    """Return what a borrower opens: record, cover, reader, its list of pages, a page, its text."""
    shelf.give_back_all(page)
    shelf.search(page, WITHOUT_MARKS)
    hit_of(page, SCAN).locator("form[action$='/muon/'] button").click()
    page.wait_for_url("**/doc/**")
    wait_for_pages(page)
    key = re.search(r"/doc/([0-9a-f-]{36})/", page.url)
    picture = page.locator("#book img.BRpageimage:visible").first.get_attribute("src")
    assert key is not None
    assert picture is not None
    text = page.locator("#reader").get_attribute("data-text-url")
    whole = [f"/doc/{key[1]}/", f"/doc/{key[1]}/sach.json", f"/doc/{key[1]}/tim.json?q=chieu", f"/bia/{key[1]}.jpg"]
    files = shelf.site.query(
        "SELECT file.uuid FROM repository_resourcefile file JOIN repository_resource r ON r.id = file.resource_id"
        f" WHERE replace(CAST(r.uuid AS varchar), '-', '') = '{UUID(key[1]).hex}'"
    )
    assert files
    whole += [f"/tai-ve/{key[1]}/goc/{UUID(str(file))}/" for (file,) in files]
    return [f"/hoc-lieu/{key[1]}/", f"/hoc-lieu/{key[1]}/qr.svg", *whole, picture, str(text)]

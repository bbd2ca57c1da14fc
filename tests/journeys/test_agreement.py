"""Journey 4: schools propose, read and sign an agreement; it opens present and later books; it ends."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.booklets import booklets, make_booklet
from tests.journeys.conftest import Shelf, hit_of
from tests.journeys.librarian import Record, review, send, wait_until_read

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]

SUBJECT = "cong-nghe"
BEFORE, AFTER = "Chữ quốc ngữ trước thoả thuận", "Chữ quốc ngữ sau thoả thuận"
AGREEMENT = "Công nghệ cho giáo viên"


@pytest.fixture
def teacher(browser: Browser) -> Iterator[Page]:
    """Open the browser of a third person."""
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def publish(page: Page, shelf: Shelf, file: str, title: str) -> None:
    """Create a book of the third school that only its own people may find."""
    booklet = next(one for one in booklets() if one.file == file)
    send(page, shelf, make_booklet(booklet, shelf.sources))
    wait_until_read(page)
    review(page, Record(title, subject=SUBJECT))


def finds(page: Page, shelf: Shelf, title: str) -> bool:
    """Return whether a search finds the title."""
    shelf.search(page, title)
    return hit_of(page, title).count() == 1


def test_an_agreement_opens_what_was_and_what_will_be_published_until_it_ends(
    page: Page, second: Page, teacher: Page, shelf: Shelf
) -> None:
    shelf.sign_in(page, "librarian.c")
    shelf.sign_in(second, "librarian.b")
    shelf.sign_in(teacher, "teacher.b")
    publish(page, shelf, "lich-su-chu-quoc-ngu", BEFORE)
    shelf.site.wait_for(lambda: finds(page, shelf, BEFORE), "its own librarian finds it", seconds=30)
    assert not finds(teacher, shelf, BEFORE)

    propose(page, shelf)
    address = page.url
    second.goto(f"{shelf.url}/chia-se/")
    second.get_by_role("link", name=AGREEMENT).click()
    expect(second.locator("aside .grants")).to_contain_text(BEFORE)
    assert not finds(teacher, shelf, BEFORE)
    second.go_back()
    second.get_by_role("link", name=AGREEMENT).click()
    second.locator("form[action$='/dong-y/'] button").click()
    expect(second.locator("form[action$='/ket-thuc/'] button")).to_be_visible()

    assert finds(teacher, shelf, BEFORE)
    hit_of(teacher, BEFORE).locator(".result__actions a").click()
    teacher.wait_for_url("**/doc/**")
    read = teacher.url
    publish(page, shelf, "giao-an-ngu-van-8", AFTER)
    shelf.site.wait_for(lambda: finds(teacher, shelf, AFTER), "what is published later is found", seconds=30)

    page.goto(address)
    page.locator("form[action$='/ket-thuc/'] button").click()
    expect(page.locator("form[action$='/ket-thuc/']")).to_have_count(0)
    assert not finds(teacher, shelf, BEFORE)
    assert not finds(teacher, shelf, AFTER)
    assert teacher.request.get(read).status == 404


def propose(page: Page, shelf: Shelf) -> None:
    """Propose one clause: teachers of the second school may find and read books on technology."""
    page.goto(f"{shelf.url}/chia-se/thoa-thuan/moi/")
    page.locator("type-to-find input[role=combobox]").press_sequentially("le quy don")
    page.get_by_role("option", name="Trường THCS Lê Quý Đôn").click()
    page.locator("[name=title]").fill(AGREEMENT)
    page.locator("main form button.button").click()
    sentence = page.locator("form[action$='/cau/']")
    sentence.locator("[name$=role]").select_option("teacher")
    sentence.locator("[name$=subject]").select_option(SUBJECT)
    for action in ("discover", "read"):
        sentence.locator(f"[name$=actions][value={action}]").check()
    sentence.locator("button.button").click()
    expect(page.locator(".agreement__preview .grants")).to_contain_text(BEFORE)
    page.locator("form[action$='/de-nghi/'] button").click()
    page.wait_for_url(re.compile(r"/thoa-thuan/[0-9a-f-]{36}/$"))
    expect(page.locator("form[action$='/rut-lai/'] button")).to_be_visible()

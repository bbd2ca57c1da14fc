"""Every screen that links lead to, for each kind of person: on a narrow phone and on a laptop, in both languages."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Shelf
from tests.journeys.screens import LAPTOP, NARROW, serious
from tests.journeys.walk import walk
from tests.support.browsers import PHONE, cut_off, overflow, small_targets

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(3600),
]
BOOK = "/tim/?kind=book"  # the first of the results of all kinds may be a recording, which has no reader
WHO = {
    "": ("/", BOOK),
    "pupil.a": ("/", BOOK),
    "teacher.a": ("/", BOOK, "/tu-cua-toi/danh-sach/"),
    "librarian.a": ("/", "/quan-tri/", BOOK),
    "cataloguer": ("/tieu-de-chuan/", "/"),
    "head.a": ("/", "/chia-se/"),
    "officer": ("/",),
    "admin": ("/", "/quan-tri/"),
}
LEAST = {
    "": 15,
    "pupil.a": 20,
    "teacher.a": 20,
    "librarian.a": 60,
    "cataloguer": 15,
    "head.a": 15,
    "officer": 10,
    "admin": 30,
}


@pytest.mark.parametrize("user", WHO)
def test_every_screen_fits_a_phone_and_has_no_serious_problem(
    browser: Browser, shelf: Shelf, language: str, user: str
) -> None:
    context = browser.new_context(locale="vi-VN", **{**PHONE, "viewport": NARROW})
    context.set_default_timeout(30_000)
    page = context.new_page()
    if user:
        shelf.sign_in(page, user)
    wrong, number = [], 0
    for path, status in walk(page, shelf, WHO[user], language):
        number += 1
        wrong += [f"{path}: {what}" for what in ([str(status)] if status >= 400 else _problems(page))]
    context.close()
    assert not wrong, "\n".join(wrong)
    assert number >= LEAST[user], "the walk ended early"


def _problems(page: Page) -> list[str]:
    """Return what is wrong with the open page at the width of a narrow phone, then at that of a laptop."""
    wrong = [*small_targets(page), *cut_off(page)]
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} first headings")
    for viewport in (NARROW, LAPTOP):
        page.set_viewport_size(viewport)
        wrong += overflow(page)
        wrong += [f"{viewport['width']} px: {what}" for what in serious(page)]
    page.set_viewport_size(NARROW)
    return wrong

"""Journey: on a phone whose keyboard is wrong, a search finds what was meant, says so and offers what was typed."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LESSON, Shelf, hit_of
from tests.journeys.screens import serious

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]

MEANT = "ước chung lớn nhất"
TELEX = "uwowcs chung lowns nhaats"
SWAPPED = "uco chung lon nhat"


@pytest.mark.parametrize(("language", "offer"), [("", "Tìm đúng như đã gõ"), ("/en", "as typed")])
def test_a_corrected_search_on_a_narrow_phone(page: Page, shelf: Shelf, language: str, offer: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for typed in (TELEX, SWAPPED):
        page.goto(f"{shelf.url}{language}/tim/?q={typed.replace(' ', '+')}")
        expect(hit_of(page, LESSON).locator("mark").first).to_be_visible()
        notice = page.locator(".notice", has_text=typed)
        expect(notice).to_contain_text(MEANT)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        box = notice.locator("a").bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert serious(page) == []
    notice.get_by_role("link", name=offer).click()
    page.wait_for_url("**literal=1**")
    expect(page.locator(".notice", has_text=MEANT)).to_have_count(0)
    expect(hit_of(page, LESSON)).to_have_count(0)

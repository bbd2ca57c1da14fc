"""Journey 2: a teacher of the other school finds a sentence without tone marks, borrows, reads, returns."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from demo.scan import NAME
from tests.journeys.conftest import SCAN, WITH_MARKS, WITHOUT_MARKS, Shelf, hit_of, wait_for_pages

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("site"), pytest.mark.timeout(900)]


def test_a_teacher_of_the_other_school_finds_borrows_reads_and_returns(page: Page, shelf: Shelf) -> None:
    shelf.sign_in(page, "teacher.b")
    shelf.give_back_all(page)
    shelf.search(page, WITHOUT_MARKS)
    hit = hit_of(page, SCAN)
    assert WITH_MARKS in " ".join(hit.locator(".match").first.inner_text().split())
    expect(hit.locator(".match").first.locator("mark")).not_to_have_count(0)

    hit.locator(".result__title a").click()
    page.locator("a[href*='vi-sao']").click()
    expect(page.locator("#explanation .state--available").first).to_be_visible()
    page.go_back()
    hit.locator("form[action$='/muon/'] button").click()

    page.wait_for_url("**/doc/**")
    wait_for_pages(page)
    expect(page.locator("#book rect:visible")).not_to_have_count(0)
    assert_marks_stand_on_the_words(page, shelf)
    picture = page.locator("#book img.BRpageimage:visible").first.get_attribute("src")
    assert picture is not None
    assert page.request.get(f"{shelf.url}{picture}").status == 200
    book = page.url

    shelf.give_back_all(page)
    assert page.request.get(f"{shelf.url}{picture}").status in (403, 404)
    answer = page.goto(book)
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main a[href*='/hoc-lieu/']")).to_be_visible()


def assert_marks_stand_on_the_words(page: Page, shelf: Shelf) -> None:
    """Require that the boxes on the page lie over the printed words."""
    rows = json.loads((shelf.sources / f"{NAME}.truth.json").read_text("utf-8"))
    truth = next(row for row in rows if WITH_MARKS in row["text"].replace("\n", " "))
    places = page.evaluate(
        """() => [...document.querySelectorAll("#book rect")].filter(r => r.getClientRects().length).map(r => {
            const paper = r.closest(".BRpagecontainer").querySelector("img.BRpageimage").getBoundingClientRect();
            const box = r.getBoundingClientRect();
            return [(box.left + box.width / 2 - paper.left) / paper.width,
                    (box.top + box.height / 2 - paper.top) / paper.height];
        })"""
    )
    wanted = set(re.findall(r"\w+", WITH_MARKS.lower()))
    boxes = [word["box"] for word in truth["words"] if re.sub(r"\W", "", word["text"]).lower() in wanted]
    for x, y in places:
        across, down = x * truth["width"], y * truth["height"]
        assert any(
            left - 4 <= across <= right + 4 and top - 4 <= down <= bottom + 4 for left, top, right, bottom in boxes
        )
    assert len(places) >= 6

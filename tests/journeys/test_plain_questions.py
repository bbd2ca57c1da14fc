"""A pupil asks as people speak, sees what was understood, takes a part out, and learns what was left out."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LESSON, Shelf, hit_of
from tests.journeys.screens import problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
GRADE = {"": "Lớp 6", "/en": "Grade 6"}
SUBJECT = {"": "Toán", "/en": "Mathematics"}
VIDEO = {"": "Bài giảng ghi hình", "/en": "Video"}


def ask(page: Page, shelf: Shelf, language: str, question: str) -> None:
    """Type the question on the front page."""
    page.goto(f"{shelf.url}{language}/")
    page.locator("#home-search").fill(question)
    page.locator("#home-search").press("Enter")
    page.wait_for_url("**/tim/**")


def test_a_question_is_understood_and_a_part_is_taken_out(screen: Page, shelf: Shelf, language: str) -> None:
    page = screen
    ask(page, shelf, language, "toán lớp 6")
    chips = page.locator(".understood .chip")
    expect(chips).to_have_count(2)
    expect(chips.nth(0)).to_contain_text(GRADE[language])
    expect(chips.nth(1)).to_contain_text(SUBJECT[language])
    expect(hit_of(page, LESSON)).to_be_visible()
    expect(hit_of(page, "Bảng cửu chương vui")).to_have_count(0)  # of grade 3
    assert problems(page) == []

    chips.nth(0).click()
    expect(chips).to_have_count(1)
    expect(chips).to_contain_text(SUBJECT[language])
    expect(hit_of(page, "Bảng cửu chương vui")).to_be_visible()
    page.locator(".understood__literal").click()
    expect(page.locator(".understood")).to_have_count(0)
    page.locator(".understood__literal").click()
    expect(chips).to_have_count(1)


@pytest.mark.slow
def test_what_nothing_has_is_left_out_and_named(screen: Page, shelf: Shelf, language: str) -> None:
    page = screen
    ask(page, shelf, language, "video phân số khủng long")
    expect(page.locator(".understood .chip").first).to_be_visible()
    notice = page.locator(".notice", has_text="khủng long")
    expect(notice).to_be_visible()
    expect(hit_of(page, LESSON)).to_be_visible()
    assert problems(page) == []
    notice.locator(".question-parts a").first.click()
    expect(hit_of(page, LESSON)).to_be_visible()
    expect(page.locator(".notice", has_text="khủng long")).to_have_count(0)


@pytest.mark.slow
def test_a_question_that_finds_nothing_shows_what_comes_near(screen: Page, shelf: Shelf, language: str) -> None:
    page = screen
    ask(page, shelf, language, "nướcchanh khủnglong")
    expect(page.locator(".empty-state h1")).to_contain_text("khủnglong")
    assert problems(page) == []
    page.locator(".near-titles a", has_text="Nước").first.click()
    expect(page.locator("h1")).to_contain_text("Nước")

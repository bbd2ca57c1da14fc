"""A pupil finds what belongs to a lesson; a librarian enters the lessons of a book."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LESSON, Shelf, hit_of
from tests.journeys.screens import problems

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]
NAME = "Bài 23. Mở rộng phân số. Phân số bằng nhau"
PLAN = "STT\tBài học\tSố tiết\n1\tBài 21. Hô hấp tế bào\t2\n2\tBài 22. Quang hợp ở thực vật\t3"


def test_a_lesson_is_found_by_its_number_by_the_filter_and_from_its_page(page: Page, shelf: Shelf) -> None:
    shelf.sign_in(page, "pupil.a")
    shelf.search(page, "bai 23 toan 6")
    chips = page.locator(".understood .chip")
    expect(chips.first).to_contain_text(NAME)
    expect(chips).to_have_count(3)
    expect(page.locator(".results > li").first).to_contain_text(LESSON)
    assert problems(page) == []

    chips.first.click()  # take the lesson out of the question
    expect(chips).to_have_count(2)
    expect(chips.first).not_to_contain_text("Bài 23")

    page.goto(f"{shelf.url}/bai-hoc/")
    page.get_by_role("link", name=re.compile("^Toán")).first.click()
    page.get_by_role("link", name=re.compile(re.escape(NAME))).first.click()
    expect(page.get_by_role("link", name=LESSON).first).to_be_visible()
    assert problems(page) == []
    page.get_by_role("link", name="Tìm trong bài học này").click()
    expect(hit_of(page, LESSON)).to_be_visible()
    expect(page.locator(".chip", has_text="Bài 23")).to_be_visible()
    assert problems(page) == []


def test_a_librarian_enters_the_table_of_a_plan_and_sees_it_before_it_is_saved(page: Page, shelf: Shelf) -> None:
    shelf.sign_in(page, "librarian.a")
    page.goto(f"{shelf.url}/bai-hoc/")
    page.get_by_role("link", name="Nhập danh sách").first.click()
    page.locator("[name=subject]").select_option("khtn")
    page.locator("[name=grade]").select_option("7")
    page.locator("[name=text]").fill(PLAN)
    page.locator("button[value=preview]").click()
    expect(page.get_by_role("heading", name="Nội dung đọc được")).to_be_visible()
    assert problems(page) == []
    page.locator("button[value=save]").click()
    expect(page.get_by_text("Bài 22. Quang hợp ở thực vật")).to_be_visible()
    shelf.search(page, "bài quang hợp khtn 7")
    expect(page.locator(".understood .chip").first).to_contain_text("Bài 22. Quang hợp ở thực vật")

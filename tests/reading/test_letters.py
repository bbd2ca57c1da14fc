"""The bar of first letters above lists of titles: results, collections, headings, the page of a school."""

import pytest
from django.test import RequestFactory

from access.actions import Action
from reading.letters import FEW, letter_bar, narrowed
from repository.models import Resource
from tests.factories import a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
SEEN = {Action.DISCOVER: "everyone"}
TITLES = ["“Ăn uống”", "Ấm áp", "An toàn", "Đá", "đèn", "Da", "Toán 10", "Toán 6", "10 vạn câu hỏi", "3D là gì"]


def the_titles(school=None) -> None:
    for title in TITLES:
        a_resource(*([school] if school else []), title=title, opened=SEEN)


def bar_of(request):
    return narrowed(request, Resource.objects.order_by("pk"))


def test_titles_of_a_letter_stand_in_dictionary_order(monkeypatch) -> None:
    monkeypatch.setattr("reading.letters.FEW", 5)
    the_titles()
    resources, letters = bar_of(RequestFactory().get("/x", {"letter": "đ", "trang": "2", "other": "1"}))
    assert [one.title for one in resources] == ["Đá", "đèn"]
    assert [one.label for one in letters[1:] if one.url] == ["0–9", "A", "Ă", "Â", "D", "Đ", "T"]
    assert [one.label for one in letters if one.is_chosen] == ["Đ"]
    assert [one.number for one in letters if one.url] == [10, 2, 1, 1, 1, 1, 2, 2]
    assert letters[0].url == "/x?other=1", "the first page, with the other parameters"
    assert not {"F", "J", "W", "Z"} & {one.label for one in letters}
    digits, _ = bar_of(RequestFactory().get("/x", {"letter": "0"}))
    assert [one.title for one in digits] == ["10 vạn câu hỏi", "3D là gì"]
    numbers, _ = bar_of(RequestFactory().get("/x", {"letter": "t"}))
    assert [one.title for one in numbers] == ["Toán 6", "Toán 10"]


@pytest.mark.parametrize("asked", ["", "z", "%", "đđ", "'", "\0"])
def test_a_letter_of_no_title_changes_nothing(asked: str, monkeypatch) -> None:
    monkeypatch.setattr("reading.letters.FEW", 5)
    the_titles()
    resources, letters = bar_of(RequestFactory().get("/x", {"letter": asked}))
    assert (len(resources), letters[0].is_chosen) == (10, True)


def test_a_short_list_needs_no_bar() -> None:
    assert letter_bar({"a": FEW}, "", str) == ()
    assert letter_bar({"a": FEW}, "a", str), "a way back"
    assert letter_bar({"a": FEW + 1}, "", str)
    assert "W" in {one.label for one in letter_bar({"a": FEW, "w": 1}, "", str)}

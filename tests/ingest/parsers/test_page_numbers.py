"""Printed page numbers: the majority of pages decides; too few or contradictory numbers give no labels."""

from ingest.parsers.page_numbers import labels
from repository.page_numbering import roman


def scan(front: int, body: int) -> list[str]:
    """Return a cover, front pages with Roman numbers on the last two, then the numbered body."""
    roman_pages = [f"Lời nói đầu\n{roman(n)}" if n > front - 2 else "Trang tên sách" for n in range(1, front + 1)]
    return ["Bìa sách", *roman_pages, *(f"Bài học thứ {n}\nchữ và chữ\n{n}" for n in range(1, body + 1))]


def test_front_matter_is_roman_the_body_is_counted_from_one_and_the_cover_is_bracketed() -> None:
    assert labels(scan(4, 9)) == ["[1]", "i", "ii", "iii", "iv", *(str(n) for n in range(1, 10))]


def test_misread_and_missing_numbers_are_filled_in_by_the_others() -> None:
    texts = scan(4, 12)
    texts[6], texts[8], texts[10] = "Không có số", "chữ\nT1", "chữ\n1945"
    assert labels(texts)[5:] == [str(n) for n in range(1, 13)]


def test_few_or_contradictory_numbers_give_no_labels() -> None:
    assert labels(["Trang một", "năm\n7", "Trang ba", "Trang bốn"]) == []
    assert labels(["a\n10", "b\n90", "c\n3", "d\n44", "đ\n5", "e\n61"]) == []
    assert labels([]) == []


def test_numbers_at_the_head_count_as_well() -> None:
    assert labels([f"{n}\nchữ nghĩa" for n in range(5, 11)]) == []
    assert labels(["Bìa", *(f"{n}\nchữ nghĩa" for n in range(1, 7))]) == ["[1]", "1", "2", "3", "4", "5", "6"]

"""The pages of a book: their names, and the boxes of marked words on their images."""

import pytest

from reading.book import Book, boxes_of
from tests.reading.conftest import a_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_store")]


def test_a_page_is_found_by_its_printed_label_or_else_by_its_position() -> None:
    book = Book(a_book())
    assert [page.label for page in book.pages] == ["i", "ii", "1"]
    assert book.page_by_label("II") == book.pages[1]
    assert book.page_by_label("1") == book.pages[2], "the printed number counts before the position"
    assert book.page_by_label("2") == book.pages[1]
    for label in ("400", "0", "-1", "x", ""):
        assert book.page_by_label(label) is None


def test_the_boxes_are_those_of_the_words_marked() -> None:
    book = Book(a_book())
    book_page = book.pages[0]
    words = boxes_of(book_page.page.text, book.find("quoc phong").marks_on(book_page.page))
    assert [(word.text, word.x0, word.y0) for word in words] == [("quốc", 500, 2000), ("phòng", 2000, 2000)]
    assert boxes_of(book_page.page.text, []) == []

"""Search inside an opened book: spelling, phrases across line and page breaks, marks, excerpts."""

import unicodedata

import pytest

from reading import search_inside
from reading.book import Book
from reading.search_inside import MatchMode
from search.analysis import Token, tokens
from search.highlighting import Fragment, holds_phrase
from search.page_join import joined
from search.query import Query
from tests.reading.conftest import a_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_store")]


def marked_words(query: str) -> list[str]:
    """Return the marked words, page by page."""
    book = Book(a_book())
    found = book.find(query)
    return [book_page.text[s.start : s.end] for book_page in book.pages for s in found.marks_on(book_page.page)]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("quoc phong", ["quốc", "phòng", "Quoc", "phong"]),
        ("QUOC PHONG", ["quốc", "phòng", "Quoc", "phong"]),
        ("quốc phòng", ["quốc", "phòng"]),
        (unicodedata.normalize("NFD", "quốc phòng"), ["quốc", "phòng"]),
        ("“quốc phòng”", ["quốc", "phòng"]),
        ("hòa bình", ["hoà", "bình"]),
        ("mỹ thuật", ["Mĩ", "thuật"]),
        ("duong di hoc", ["đường", "đi", "học"]),
        ("chúng ta quốc phòng", ["chúng", "ta", "quốc", "phòng"]),
        ("phải biết yêu nước và", ["phải", "biết", "yêu", "nước", "và"]),
        ("phong an", ["phòng", "an"]),  # no phrase: all the words, anywhere on one page
        ("không có ở đây", []),
        ("", []),
        ("“ ”", []),
    ],
)
def test_what_is_marked(query: str, marked: list[str]) -> None:
    assert marked_words(query) == marked


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("CO2", ["CO₂"]),
        ("tphcm", ["TP.HCM"]),
        ("tp.hcm", ["TP.HCM"]),
        ("hcm", ["HCM"]),
        ("1000000 đồng", ["1.000.000", "đồng"]),
        ("1.000.000 đồng", ["1.000.000", "đồng"]),
        ("information", ["infor-\nmation"]),
        ("mation", ["mation"]),
        ("2500000", ["2 500 000"]),
        ("2,500,000", ["2 500 000"]),
        ("đồng tphcm", ["TP.HCM", "đồng"]),
        ("đà nẵng", ["Ðà", "Nẵng"]),
    ],
)
def test_what_is_written_in_another_way_is_found_once(query: str, marked: list[str]) -> None:
    texts = ["Khí CO₂ ở TP.HCM giá 1.000.000 đồng", "the infor-\nmation of 2 500 000 in Ðà Nẵng"]
    book = Book(a_book(texts))
    found = book.find(query)
    assert len(found.hits) == 1
    assert [p.text[s.start : s.end] for p in book.pages for s in found.marks_on(p.page)] == marked


def test_diacritics_typed_that_the_text_lacks_still_match() -> None:
    found = Book(a_book(["duong di hoc"])).find("đường đi")
    assert (found.mode, len(found.hits)) == (MatchMode.FOLDED, 1)


def test_a_page_number_between_two_pages_does_not_break_a_phrase() -> None:
    found = Book(a_book(["yêu quê\n41", "42\nhương tha thiết"])).find("quê hương")
    assert [(hit.page.order_key < hit.next_page.order_key if hit.next_page else None) for hit in found.hits] == [True]


HEAD = "LỊCH SỬ VÀ ĐỊA LÍ"
BROKEN = [f"{HEAD} 41\nđất nước ta tươi\nđẹp và yêu quê\n41", f"{HEAD} 42\nhương tha thiết\nmãi mãi\n- 42 -"]


def test_a_running_head_and_a_number_between_two_pages_do_not_break_a_phrase() -> None:
    book = Book(a_book(BROKEN))
    for query in ("yêu quê hương tha", "yeu que huong", "tươi đẹp và yêu quê hương tha thiết mãi mãi"):
        (hit,) = book.find(query).hits
        assert (hit.page, hit.next_page) == (book.pages[0].page, book.pages[1].page), query
    (hit,) = book.find("quê hương").hits
    first, second = (book_page.text for book_page in book.pages)
    assert [first[s.start : s.end] for s in hit.spans] == ["quê"]
    assert [second[s.start : s.end] for s in hit.rest] == ["hương"]
    assert book.find("quê mãi").mode is MatchMode.WORDS or not book.find("quê mãi").hits


@pytest.mark.parametrize("query", ["yêu quê hương tha thiết", "que huong"])
def test_a_phrase_across_a_break_is_found_as_in_the_search_of_all_books(query: str) -> None:
    first, second = BROKEN
    assert holds_phrase(joined(first, second), Query(text=query))
    assert Book(a_book(BROKEN)).find(query).hits


def test_only_pages_that_pass_the_prefilter_are_tokenised(monkeypatch: pytest.MonkeyPatch) -> None:
    book, read = Book(a_book(["trang không có gì đáng kể"] * 30 + ["ở đây có kim cương"])), list[str]()

    def recorded(text: str) -> list[Token]:
        read.append(text)
        return tokens(text)

    monkeypatch.setattr(search_inside, "tokens", recorded)
    assert len(book.find("kim cương").hits) == 1
    assert len([text for text in read if len(text) > 15]) <= 2, "one page"


def test_a_search_near_one_page_marks_it_like_a_search_of_the_whole_book() -> None:
    book = Book(a_book())
    for query in ("quoc phong", "quốc phòng", "phải biết yêu nước và", "an ninh binh"):
        found = book.find(query)
        for book_page in book.pages:
            near = book.find_near(book_page, query, found.mode)
            assert near.marks_on(book_page.page) == found.marks_on(book_page.page), (query, book_page.label)


def test_an_excerpt_is_cut_between_words_and_marks_the_phrase_as_one() -> None:
    text = " ".join(["trước"] * 30 + ["quốc phòng"] + ["sau"] * 60)
    (hit,) = Book(a_book([text])).find("quoc phong").hits
    assert [part for part in hit.excerpt if part.marked] == [Fragment("quốc phòng", marked=True)]
    shown = "".join(part.text for part in hit.excerpt)
    assert shown.startswith("…trước ")
    assert shown.endswith(" sau …")
    assert len(shown) < 150

"""Search inside an opened book: spelling, phrases over line and page breaks, what is marked, what a snippet shows."""

import unicodedata

import pytest

from reading import search_inside, text_prefilter
from reading.book import Book, boxes_of
from reading.search_inside import Fragment, MatchMode, Span, split
from search.analysis import Token, tokens
from search.highlighting import holds_phrase
from search.page_join import joined
from search.query import Query
from tests.reading.conftest import a_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_store")]


def places(query: str) -> list[str]:
    """The text of the marks, page by page."""
    book = Book(a_book())
    found = book.find(query)
    return [leaf.text[s.start : s.end] for leaf in book.pages for s in found.marks_on(leaf.page)]


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
    assert places(query) == marked


def test_a_mark_typed_where_none_is_written_still_finds() -> None:
    found = Book(a_book(["duong di hoc"])).find("đường đi")
    assert (found.how, len(found.hits)) == (MatchMode.FOLDED, 1)


def test_a_page_number_between_two_pages_is_no_word_of_the_phrase() -> None:
    found = Book(a_book(["yêu quê\n41", "42\nhương tha thiết"])).find("quê hương")
    assert [(hit.page.order_key < hit.then.order_key if hit.then else None) for hit in found.hits] == [True]


HEAD = "LỊCH SỬ VÀ ĐỊA LÍ"
BROKEN = [f"{HEAD} 41\nđất nước ta tươi\nđẹp và yêu quê\n41", f"{HEAD} 42\nhương tha thiết\nmãi mãi\n- 42 -"]


def test_a_running_head_and_a_number_between_two_pages_are_no_words_of_the_phrase() -> None:
    book = Book(a_book(BROKEN))
    for query in ("yêu quê hương tha", "yeu que huong", "tươi đẹp và yêu quê hương tha thiết mãi mãi"):
        (hit,) = book.find(query).hits
        assert (hit.page, hit.then) == (book.pages[0].page, book.pages[1].page), query
    (hit,) = book.find("quê hương").hits
    first, second = (leaf.text for leaf in book.pages)
    assert [first[s.start : s.end] for s in hit.words] == ["quê"]
    assert [second[s.start : s.end] for s in hit.rest] == ["hương"]
    assert book.find("quê mãi").how is MatchMode.WORDS or not book.find("quê mãi").hits


@pytest.mark.parametrize("query", ["yêu quê hương tha thiết", "que huong"])
def test_a_phrase_over_a_break_is_found_as_the_search_finds_it(query: str) -> None:
    first, second = BROKEN
    assert holds_phrase(joined(first, second), Query(text=query))
    assert Book(a_book(BROKEN)).find(query).hits


WRITTEN = [
    "Điện Biên Phủ",
    "điện\u00adbiên",
    "MỸ  thuật;mĩ-thuật",
    "hoà_bình",
    "ﬁnance",
    "năm\u200bmới",
    "Éléphant",
    "quý Quí",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_prefilter_skips_no_page_with_the_words(form: str) -> None:
    text = unicodedata.normalize(form, " \u2060\u0301".join([*WRITTEN, "x" * 70, "ạ" * 61]))
    found = tokens(text)
    for at in range(len(found)):
        for length in (1, 2, 3):
            words = [token.folded for token in found[at : at + length]]
            assert text_prefilter.phrase(words).search(text_prefilter.normalise(text)), words
    assert not text_prefilter.word("bien phu").search(text_prefilter.normalise(text.replace(" ", "")))
    assert not text_prefilter.word("thua").search(text_prefilter.normalise(text)), "a part of a word is no word"


def test_only_pages_that_may_hold_the_words_are_read_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    book, read = Book(a_book(["trang không có gì đáng kể"] * 30 + ["ở đây có kim cương"])), list[str]()

    def noted(text: str) -> list[Token]:
        read.append(text)
        return tokens(text)

    monkeypatch.setattr(search_inside, "tokens", noted)
    assert len(book.find("kim cương").hits) == 1
    assert len([text for text in read if len(text) > 15]) <= 2, "the query, and one page"


def test_one_page_is_marked_as_in_a_search_of_the_whole_book() -> None:
    book = Book(a_book())
    for query in ("quoc phong", "quốc phòng", "phải biết yêu nước và", "an ninh binh"):
        found = book.find(query)
        for leaf in book.pages:
            near = book.find_near(leaf, query, found.how)
            assert near.marks_on(leaf.page) == found.marks_on(leaf.page), (query, leaf.label)


def test_a_snippet_is_cut_between_words_and_marks_the_phrase_as_one() -> None:
    text = " ".join(["trước"] * 30 + ["quốc phòng"] + ["sau"] * 60)
    (hit,) = Book(a_book([text])).find("quoc phong").hits
    assert [part for part in hit.snippet if part.marked] == [Fragment("quốc phòng", marked=True)]
    shown = "".join(part.text for part in hit.snippet)
    assert shown.startswith("…trước ")
    assert shown.endswith(" sau …")
    assert len(shown) < 150


def test_pieces_are_the_whole_text_again() -> None:
    text = "một hai ba bốn"
    parts = list(split(text, [Span(4, 7), Span(8, 10)]))
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.marked] == ["hai ba"]


def test_the_boxes_are_those_of_the_words_marked() -> None:
    book = Book(a_book())
    leaf = book.pages[0]
    words = boxes_of(leaf.page.text, book.find("quoc phong").marks_on(leaf.page))
    assert [(word.text, word.x0, word.y0) for word in words] == [("quốc", 500, 2000), ("phòng", 2000, 2000)]
    assert boxes_of(leaf.page.text, []) == []

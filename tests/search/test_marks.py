"""What is marked in a text, the sentence that is shown, and where one page runs on into the next."""

import pytest

from search.highlighting import excerpt, find_spans, highlight, holds_phrase
from search.page_join import joined, page_join
from search.query import Query

TEXT = "Mở đầu. Chiến thắng Điện\nBiên Phủ năm 1954 đã lừng lẫy. Rồi điện và biên. Má và mà."


def places(words, text=TEXT, *, approximate=False):
    return [text[span.start : span.end] for span in find_spans(text, Query(text=words), approximate=approximate)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dien bien phu", ["Điện\nBiên Phủ"]),
        ("Điện Biên", ["Điện\nBiên"]),
        ("ma", ["Má", "mà"]),
        ("má", ["Má"]),
        ("mạ", ["Má", "mà"]),
        ('"bien phu nam" lung', ["Biên Phủ năm", "lừng"]),
        ("phu dien", ["Điện", "Phủ", "điện"]),
        ('"phu dien"', []),
        ("không có", []),
        ("", []),
    ],
)
def test_phrases_first_then_words_and_exact_spelling_first(words, expected):
    assert places(words) == expected


def test_similar_words_only_where_the_answer_is_approximate():
    assert places("chien thawng") == ["Chiến"]
    assert places("chien thawng", approximate=True) == ["Chiến thắng"]
    assert places("1955", approximate=True) == []


def said(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_the_excerpt_is_the_sentence_with_its_marks():
    shown = excerpt(TEXT, find_spans(TEXT, Query(text="dien bien phu")))
    assert said(shown) == "… Chiến thắng [Điện Biên Phủ] năm 1954 đã lừng lẫy. Rồi điện và biên. Má và mà."
    assert excerpt(TEXT, []) == ()


def test_a_long_text_is_cut_between_words():
    text = "chữ " * 200 + "kim cương " + "lời " * 200
    shown = said(excerpt(text, find_spans(text, Query(text="kim cuong"))))
    assert "[kim cương]" in shown
    assert len(shown) < 300
    assert set(shown.replace("[kim cương]", "").split()) == {"…", "chữ", "lời"}


def test_a_title_is_shown_whole():
    assert (
        said(highlight("Toán 6 tập một", find_spans("Toán 6 tập một", Query(text="toan tap")))) == "[Toán] 6 [tập] một"
    )


def test_a_phrase_is_held_only_side_by_side():
    assert holds_phrase(TEXT, Query(text="biên phủ năm"))
    assert not holds_phrase(TEXT, Query(text="phủ biên"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("đi về phía mặt", "trời mọc"),
        ("đi về phía mặt\n- 42 -\n", "trời mọc"),
        ("đi về phía mặt\n\nTrang 42", "43\ntrời mọc"),
        ("TỐ HỮU 42\nđi về phía mặt", "TỐ HỮU 43\ntrời mọc"),
        ("iv\nđi về phía mặt", "v\ntrời mọc"),
    ],
)
def test_page_numbers_and_running_heads_do_not_break_a_phrase(first, second):
    assert holds_phrase(joined(first, second), Query(text='"phía mặt trời mọc"'))


def test_a_line_of_the_text_is_no_running_head():
    at = page_join("Một dòng\nHai dòng", "Ba dòng\nBốn dòng")
    assert (at.before, at.after) == (len("Một dòng\nHai dòng"), 0)


def test_positions_before_the_break_are_those_of_the_first_page():
    first, second = "đi về phía mặt\n42", "trời mọc"
    both = joined(first, second)
    assert both[: page_join(first, second).before] == first[: page_join(first, second).before]

"""The spans that are marked in a text, and the excerpts that are shown of it."""

import pytest

from search.highlighting import Span, adjoined, excerpt, find_spans, fragments, highlight, holds_phrase
from search.query import Query

TEXT = "Mở đầu. Chiến thắng Điện\nBiên Phủ năm 1954 đã lừng lẫy. Rồi điện và biên. Má và mà."


def marked_words(words, text=TEXT, *, approximate=False):
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
    assert marked_words(words) == expected


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("CO2", "Khí CO₂ và CO2", ["CO₂", "CO2"]),
        ("h₂o", "Nước H2O", ["H2O"]),
        ("TPHCM", "Ở TP.HCM, ở TP. HCM", ["TP.HCM", "TP. HCM"]),
        ("tp.hcm", "Ở TPHCM", ["TPHCM"]),
        ("HCM", "Ở TP.HCM", ["HCM"]),
        ("1000000 đồng", "Giá 1.000.000 đồng", ["1.000.000 đồng"]),
        ("1.000.000", "Giá 1000000 đồng", ["1000000"]),
        ("đồng 1.000.000", "Giá 1000000 hay 1.000.000 đồng", ["1000000", "1.000.000", "đồng"]),
        ('"information about"', "the infor-\nmation about", ["infor-\nmation about"]),
        ("photosynthesis", "photo\u00ad\nsynthesis", ["photo\u00ad\nsynthesis"]),
        ("9780306406157", "ISBN 978-0-306-40615-7.", ["978-0-306-40615-7"]),
        ("Đà Nẵng", "Ở Ðà Nẵng", ["Ðà Nẵng"]),
    ],
)
def test_what_is_written_in_another_way_is_marked(words, text, expected):
    assert marked_words(words, text) == expected


def test_similar_words_only_where_the_answer_is_approximate():
    assert marked_words("chien thawng") == ["Chiến"]
    assert marked_words("chien thawng", approximate=True) == ["Chiến thắng"]
    assert marked_words("1955", approximate=True) == []


def as_text(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_the_excerpt_is_the_sentence_with_its_marks():
    shown = excerpt(TEXT, find_spans(TEXT, Query(text="dien bien phu")))
    assert as_text(shown) == "… Chiến thắng [Điện Biên Phủ] năm 1954 đã lừng lẫy. Rồi điện và biên. Má và mà."
    assert excerpt(TEXT, []) == ()


def test_a_long_text_is_cut_between_words():
    text = "chữ " * 200 + "kim cương " + "lời " * 200
    shown = as_text(excerpt(text, find_spans(text, Query(text="kim cuong"))))
    assert "[kim cương]" in shown
    assert len(shown) < 300
    assert set(shown.replace("[kim cương]", "").split()) == {"…", "chữ", "lời"}


def test_a_title_is_shown_whole():
    assert (
        as_text(highlight("Toán 6 tập một", find_spans("Toán 6 tập một", Query(text="toan tap"))))
        == "[Toán] 6 [tập] một"
    )


def test_a_text_holds_a_phrase_only_side_by_side():
    assert holds_phrase(TEXT, Query(text="biên phủ năm"))
    assert not holds_phrase(TEXT, Query(text="phủ biên"))


def test_fragments_are_the_whole_text_and_adjacent_words_are_one_mark():
    text = "một hai ba bốn"
    parts = list(fragments(text, adjoined(text, [Span(4, 7), Span(8, 10)])))
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.marked] == ["hai ba"]
